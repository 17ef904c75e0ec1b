//! The step that is shown as pictures for slides.

use crate::dom::{save_file, save_png};
use handshake_app::Story;
use handshake_app::slide::Slide;
use handshake_lessons::{say, word};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub story: Story,
}

/// Buttons for each picture that there is at this step, and whether it is on dark paper.
#[component]
pub fn Slides(props: &Props) -> Html {
    let dark = use_state(|| false);
    let drawn = use_memo((props.story.address(), *dark), |(_, dark)| {
        Slide::ALL.map(|slide| (slide, slide.svg(&props.story, *dark)))
    });
    let onchange = {
        let dark = dark.setter();
        Callback::from(move |event: Event| {
            dark.set(event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked()));
        })
    };
    let buttons = |(slide, svg): &(Slide, Option<String>)| {
        let svg = svg.clone()?;
        let name = format!("handshake-{}", slide.name());
        let as_svg = {
            let (name, svg) = (format!("{name}.svg"), svg.clone());
            Callback::from(move |_: MouseEvent| save_file(&name, "image/svg+xml", svg.as_bytes()))
        };
        let as_png = {
            let name = format!("{name}.png");
            Callback::from(move |_: MouseEvent| save_png(name.clone(), &svg))
        };
        let what = match slide {
            Slide::Stage => word("slides.stage"),
            Slide::Keys => word("slides.keys"),
            Slide::Record => word("slides.record"),
        };
        Some(html! {
            <>
                <button class="button" data-name={format!("{}-svg", slide.name())} onclick={as_svg}>{ say("slides.svg", &[("what", &what)]) }</button>
                <button class="button" data-name={format!("{}-png", slide.name())} onclick={as_png}>{ say("slides.png", &[("what", &what)]) }</button>
            </>
        })
    };
    html! {
        <section class="setting" aria-labelledby="slides">
            <b id="slides">{ word("slides.title") }</b>
            <p class="save-run">{ for drawn.iter().filter_map(buttons) }</p>
            <label><input type="checkbox" data-name="dark-slides" checked={*dark} {onchange} />{ " " }{ word("slides.dark") }</label>
        </section>
    }
}
