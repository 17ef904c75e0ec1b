//! A drawing that moves, above a tab's content: whatever the application draws at the clock's moment.

use crate::clock::{Clock, use_at};
use crate::hooks::held;
use handshake_app::Action;
use handshake_app::motion::{Anchor, Picture, Scene, Shape, ShapeKind, Tone};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub scene: Scene,
    /// What it shows, in words.
    pub label: String,
    /// True while the rest of the tab is still that of another step: it rests.
    pub still: bool,
    pub act: Callback<Action>,
}

/// The drawing.
#[component]
pub fn SceneView(props: &Props) -> Html {
    let Props { scene, label, still, act } = props;
    let (at, motion) = use_at();
    let clock = use_context::<Clock>();
    let figure = use_node_ref();
    let width = use_width(&figure);
    let come = if *still || motion.scene.is_none() { 1.0 } else { motion.scene_at(at) };
    let picture = scene.draw(come, width);
    let dragging = use_mut_ref(|| false);
    let moment = {
        let (handle, figure, motion) = (picture.handle, figure.clone(), motion.clone());
        move |event: &PointerEvent| {
            let place = figure.cast::<Element>()?.get_bounding_client_rect();
            let scale = width / place.width().max(1.0);
            let (x, y) = (
                (f64::from(event.client_x()) - place.left()) * scale,
                (f64::from(event.client_y()) - place.top()) * scale,
            );
            let handle = handle?;
            Some((motion.moment_of_scene(handle.moment(x)), (handle.y[0]..=handle.y[1]).contains(&y)))
        }
    };
    let onpointerdown = {
        let (moment, clock, dragging) = (moment.clone(), clock.clone(), dragging.clone());
        Callback::from(move |event: PointerEvent| {
            let (Some((at, true)), Some(clock), 0) = (moment(&event), &clock, event.button()) else { return };
            event.prevent_default();
            dragging.replace(true);
            if let Some(target) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
                let _ = target.set_pointer_capture(event.pointer_id());
            }
            clock.hold(at);
        })
    };
    let onpointermove = {
        let (clock, dragging) = (clock.clone(), dragging.clone());
        Callback::from(move |event: PointerEvent| {
            if let (true, Some((at, _)), Some(clock)) = (*dragging.borrow(), moment(&event), &clock) {
                clock.hold(at);
            }
        })
    };
    let let_go = {
        let act = act.clone();
        Callback::from(move |_: PointerEvent| {
            if let (true, Some(clock)) = (dragging.replace(false), &clock) {
                act.emit(held(clock));
            }
        })
    };
    html! {
        <figure class="scene" data-motion="scene" role="img" aria-label={label.clone()} ref={figure}>
            <svg viewBox={format!("0 0 {} {}", picture.width, picture.height)} aria-hidden="true" class={picture.handle.map(|_| "draggable")}
                {onpointerdown} {onpointermove} onpointerup={let_go.clone()} onpointercancel={let_go}>
                { shapes(&picture) }
            </svg>
        </figure>
    }
}

/// As wide as there is room, in whole tens: a drawing need not be made anew for every pixel.
#[hook]
fn use_width(figure: &NodeRef) -> f64 {
    let width = use_state_eq(|| 520.0);
    {
        let (figure, set) = (figure.clone(), width.setter());
        use_effect_with((), move |()| {
            let element = figure.cast::<Element>();
            let measure = {
                let element = element.clone();
                move || {
                    let room = element.as_ref().map_or(0, Element::client_width);
                    if room > 0 {
                        set.set(f64::from(room / 10 * 10).clamp(280.0, 900.0));
                    }
                }
            };
            measure();
            let changed = Closure::<dyn FnMut()>::new(measure);
            let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(changed);
            }
        });
    }
    *width
}

fn shapes(picture: &Picture) -> Html {
    html! { <>{ for picture.shapes.iter().map(shape) }</> }
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}

fn shape(shape: &Shape) -> Html {
    let tone = tone_class(shape.tone);
    let opacity = (shape.seen < 1.0).then(|| format!("{:.2}", shape.seen));
    match &shape.kind {
        ShapeKind::Frame { x, y, w, h, lit, dashed } => html! {
            <rect class={classes!("scene-frame", tone, lit.then_some("lit"), dashed.then_some("dashed"))} {opacity}
                x={number(*x)} y={number(*y)} width={number(w.max(0.0))} height={number(h.max(0.0))} rx="7" />
        },
        ShapeKind::Cell { x, y, w, text } => html! {
            <g class={classes!("scene-cell", tone)} {opacity}>
                <rect x={number(*x)} y={number(*y)} width={number(*w)} height="22" rx="4" />
                <text x={number(x + w / 2.0)} y={number(y + 15.0)}>{ text }</text>
            </g>
        },
        ShapeKind::Text { x, y, text, anchor, mono, bold } => html! {
            <text class={classes!("scene-text", tone, anchor_class(*anchor), mono.then_some("of-code"), bold.then_some("of-a-box"))} {opacity}
                x={number(*x)} y={number(*y)}>{ text }</text>
        },
        ShapeKind::Line { path } => html! { <path class={classes!("scene-line", tone)} {opacity} d={path.clone()} /> },
        ShapeKind::Pill { x, y, text } => {
            let wide = text.chars().count() as f64 * 6.4 + 16.0;
            html! {
                <g class={classes!("scene-pill", tone)} {opacity}>
                    <rect x={number(x - wide / 2.0)} y={number(y - 11.0)} width={number(wide)} height="22" rx="11" />
                    <text x={number(*x)} y={number(y + 4.0)}>{ text }</text>
                </g>
            }
        }
        ShapeKind::Front { x, y, h } => html! {
            <g class={classes!("scene-front", tone)} {opacity}>
                <rect x={number(x - 1.5)} y={number(*y)} width="3" height={number(*h)} rx="1.5" />
                <circle cx={number(*x)} cy={number(y + h)} r="5" />
            </g>
        },
    }
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "of-anybody",
        Tone::Dim => "of-words",
        Tone::Keys => "of-keys",
        Tone::App => "of-app",
        Tone::Client => "of-client",
        Tone::Server => "of-server",
        Tone::Good => "of-good",
        Tone::Bad => "of-bad",
    }
}

fn anchor_class(anchor: Anchor) -> Option<&'static str> {
    match anchor {
        Anchor::Start => None,
        Anchor::Middle => Some("centred"),
        Anchor::End => Some("at-end"),
    }
}
