//! Two runs side by side.

use crate::components::{AttackBar, ThemeButton, brand, language_choice, local_link, local_link_at, side_name};
use crate::dom::{document, focus, reveal};
use crate::hooks::{use_chosen, use_keys, use_title};
use handshake_app::Action;
use handshake_app::compare;
use handshake_app::view::{
    CompareView, Crossing, DiffLine, DiffRow, Epoch, Figure, PairCell, PairDetail, PairRow, PairSide, ScenarioChoice,
    Side,
};
use handshake_lessons::{Scenario, say, scenarios, word};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub address: String,
    pub navigate: Callback<String>,
}

/// The list of rows: the current one is kept in sight, and the focus on it.
#[hook]
fn use_pane(view: &CompareView) -> NodeRef {
    let pane = use_node_ref();
    {
        let pane = pane.clone();
        use_effect_with(view.row, move |_| reveal(&pane, ".pair.current"));
    }
    use_effect_with(view.row, |_| {
        let document = document();
        let focused = document.as_ref().and_then(|document| document.active_element());
        if focused.is_some_and(|focused| focused.closest(".pairs").ok().flatten().is_some()) {
            focus(document.and_then(|document| document.document_element()), ".pair.current a");
        }
    });
    pane
}

/// Steps from row to row by keys.
#[hook]
fn use_rows(steps: [String; 4], navigate: Callback<String>) {
    use_keys(move |key: &str| {
        let to = match key {
            "Home" => 0,
            "ArrowLeft" | "ArrowUp" | "PageUp" => 1,
            "ArrowRight" | "ArrowDown" | "PageDown" => 2,
            "End" => 3,
            _ => return None,
        };
        navigate.emit(steps[to].clone());
        Some(())
    });
}

/// The screen.
#[component]
pub fn Compare(props: &Props) -> Html {
    let Props { address, navigate } = props;
    use_chosen("main select");
    let view = use_memo(address.clone(), |address| compare::Compare::open(address).view());
    let pane = use_pane(&view);
    let seen = use_depth(&view);
    // On a phone one of the two is in sight.
    let right_in_sight = use_state(|| true);
    use_title(Some(view.title.clone()));
    use_rows(view.steps.clone(), navigate.clone());
    // What an attacker does is changed where it is done: in the run itself.
    let act = {
        let (navigate, own) = (navigate.clone(), view.right.href.clone());
        Callback::from(move |action: Action| {
            let story = handshake_app::Story::open(&own).act(action);
            let address = story.page().attack.map_or_else(|| story.address(), |attack| attack.compare);
            navigate.emit(address);
        })
    };
    let toggle = {
        let right = right_in_sight.clone();
        Callback::from(move |_: MouseEvent| right.set(!*right))
    };
    let brand = html! { <>{ brand() }<span class="brand-name">{ "Handshake Lab" }</span></> };
    html! {
        <div class={classes!("compare", if *right_in_sight { "see-right" } else { "see-left" })}>
            <header class="top">
                { local_link("/", brand, "brand", navigate) }
                <h1>{ &view.title }</h1>
                <div class="tools">{ language_choice() }<ThemeButton /></div>
            </header>
            if let Some(notice) = &view.notice { <div class="notice" data-name="notice" role="status"><p>{ notice }</p></div> }
            if let Some(attack) = view.attack.clone() {
                <AttackBar {attack} {act} navigate={navigate.clone()} compare=false />
            }
            <main>
                // Of a run and the same one with an attacker there is not much to pick.
                if view.attack.is_none() { { pickers(&view, navigate) } }
                { ladders(&view, navigate) }
                <div class="compare-bar">
                    <p role="status">{ &view.summary }</p>
                    <div class="compare-tools">
                        { local_link(&view.steps[1], html! { { word("compare.back") } }, "button", navigate) }
                        <span class="where">{ say("compare.row-of", &[("row", &view.row), ("n", &view.rows.len())]) }</span>
                        { local_link(&view.steps[2], html! { { word("compare.on") } }, "button", navigate) }
                        if let Some(next) = &view.next_difference { { local_link(next, html! { { word("compare.next-difference") } }, "button primary", navigate) } }
                        <button class="button other-side" onclick={toggle}>{ if *right_in_sight { word("compare.show-the-left-run") } else { word("compare.show-the-right-run") } }</button>
                    </div>
                </div>
                <div class="pairs-pane" ref={pane}>
                    <div class="pair-heads">{ head(&view.left, "left", navigate) }{ head(&view.right, "right", navigate) }</div>
                    <ol class="pairs" aria-label={word("compare.steps-of-both-runs")}>{ for view.rows.iter().map(|row| pair(row, navigate)) }</ol>
                </div>
                { depth(&view, navigate, &seen) }
                { figures(&view.figures, &view) }
                if view.attack.is_some() { { pickers(&view, navigate) } }
            </main>
        </div>
    }
}

/// Half of the room of a message in the drawing, and where its lifelines stand.
const HALF: usize = 17;
const LIVES: (usize, usize) = (36, 364);

/// Both runs drawn on one axis of round trips. All that they say stands in the rows below, too, which keys reach.
fn ladders(view: &CompareView, navigate: &Callback<String>) -> Html {
    let most = view.ladders.iter().flatten().map(|one| one.place + 2).max().unwrap_or_default();
    let height = most * HALF + 6;
    let before = view.figures.first().map(|taken| taken.name);
    let ladder = |crossings: &[Crossing], side: &PairSide, taken: Option<&String>| {
        html! {
            <figure>
                <figcaption>{ &side.title }<b>{ taken }</b><small>{ before }</small></figcaption>
                <svg viewBox={format!("0 0 400 {height}")} aria-hidden="true">
                    <path class="line client" d={format!("M{} 0V{height}", LIVES.0)} />
                    <path class="line server" d={format!("M{} 0V{height}", LIVES.1)} />
                    { for view.axis.iter().map(|mark| html! {
                        <g class="axis"><path d={format!("M0 {0}H400", mark.place * HALF + 9)} /><text x="200" y={(mark.place * HALF + 13).to_string()}>{ &mark.words }</text></g>
                    }) }
                    { for crossings.iter().map(|one| crossing(one, navigate)) }
                </svg>
            </figure>
        }
    };
    let taken = view.figures.first();
    html! {
        <section class="ladders" aria-label={word("compare.drawn")}>
            { ladder(&view.ladders[0], &view.left, taken.map(|taken| &taken.left)) }
            { ladder(&view.ladders[1], &view.right, taken.map(|taken| &taken.right)) }
            <p>{ word("compare.coloured") }</p>
        </section>
    }
}

fn crossing(one: &Crossing, navigate: &Callback<String>) -> Html {
    let y = one.place * HALF + 19;
    let class = classes!(
        "crossing",
        if one.cell.side == Side::Client { "client" } else { "server" },
        keys(one.cell.sealed),
        one.other.then_some("other"),
        one.cell.bad.then_some("bad"),
        one.current.then_some("current")
    );
    let (way, head) = match one.cell.side {
        Side::Client => (format!("M{} {y}H{}", LIVES.0, LIVES.1), format!("M{} {y}l-9 -5v10z", LIVES.1 - 2)),
        Side::Server => (format!("M{} {y}H{}", LIVES.1, LIVES.0), format!("M{} {y}l9 -5v10z", LIVES.0 + 2)),
    };
    let onclick = navigate.reform({
        let href = one.href.clone();
        move |_: MouseEvent| href.clone()
    });
    html! {
        <g {class} {onclick}>
            <path class="way" d={way} /><path class="tip" d={head} />
            <rect x="100" y={(y - 13).to_string()} width="200" height="26" rx="7" />
            <text x="200" y={(y + 5).to_string()}>{ &one.cell.name }</text>
        </g>
    }
}

fn pickers(view: &CompareView, navigate: &Callback<String>) -> Html {
    let picker = |id: &'static str, label: &'static str, choices: &[ScenarioChoice]| {
        let onchange = navigate.reform(|event: Event| {
            event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
        });
        html! {
            <label for={id}>{ label }
                <select {id} {onchange}>
                    { for choices.iter().map(|one| html! { <option value={one.href.clone()} selected={one.current}>{ one.title }</option> }) }
                </select>
            </label>
        }
    };
    html! {
        <div class="pickers">
            { picker("compare-left", word("compare.left"), &view.choices[0]) }
            { picker("compare-right", word("compare.right"), &view.choices[1]) }
        </div>
    }
}

fn head(side: &PairSide, class: &'static str, navigate: &Callback<String>) -> Html {
    html! {
        <div class={classes!("pair-head", class)}>
            <h2>{ &side.title }</h2>
            <p>{ &side.end }{ " " }{ local_link(&side.href, html! { { word("compare.step-through-it") } }, "", navigate) }</p>
        </div>
    }
}

fn pair(row: &PairRow, navigate: &Callback<String>) -> Html {
    let words = match row.same {
        true => say("compare.row", &[("number", &row.number)]),
        false => say("compare.row-differs", &[("number", &row.number)]),
    };
    let cells = html! {
        <>
            <span class="visually-hidden">{ format!("{words} ") }</span>
            { cell(row.left.as_ref(), "left") }
            <span class="equals" aria-hidden="true">{ if row.same { "=" } else if row.other { "≠" } else { "≈" } }</span>
            { cell(row.right.as_ref(), "right") }
        </>
    };
    let class = classes!(
        "pair",
        row.current.then_some("current"),
        (!row.same).then_some("differs"),
        row.other.then_some("other")
    );
    html! {
        <li key={row.number} {class}>
            // One stop of the tab key: arrows go through the rows.
            { local_link_at(&row.href, cells, "pair-link", Some(row.current), navigate) }
        </li>
    }
}

fn keys(sealed: Epoch) -> &'static str {
    match sealed {
        Epoch::Plain => "plain",
        Epoch::EarlyData | Epoch::Handshake => "handshake",
        Epoch::Application | Epoch::Updated | Epoch::Session => "application",
    }
}

fn cell(cell: Option<&PairCell>, at: &'static str) -> Html {
    let Some(cell) = cell else {
        return html! { <span class={classes!("pair-cell", "nothing", at)}><span class="never">{ word("compare.does-not-happen") }</span></span> };
    };
    let side = if cell.side == Side::Client { "client" } else { "server" };
    let epoch = keys(cell.sealed);
    let class = classes!(
        "pair-cell",
        at,
        side,
        cell.state,
        if cell.message { "message" } else { "inner" },
        cell.bad.then_some("bad"),
        cell.unread.then_some("unread")
    );
    let arrow = match (cell.message, cell.side) {
        (false, _) => "",
        (true, Side::Client) => " →",
        (true, Side::Server) => "← ",
    };
    let who = format!("{} ", side_name(cell.side));
    html! {
        <span {class}>
            <span class={classes!("what", epoch)}>
                <span class="visually-hidden">{ who }</span>
                if cell.side == Side::Server { <span aria-hidden="true">{ arrow }</span> }
                <b>{ &cell.name }</b>
                if cell.side == Side::Client { <span aria-hidden="true">{ arrow }</span> }
                if !cell.detail.is_empty() { <small>{ &cell.detail }</small> }
            </span>
        </span>
    }
}

/// Whether the row shown is there to the byte, how that is changed, and where the bytes are.
struct Seen {
    in_sight: bool,
    toggle: Callback<MouseEvent>,
    hexes: [NodeRef; 2],
}

/// The row shown, to the byte, for those who ask for it.
#[hook]
fn use_depth(view: &CompareView) -> Seen {
    let opened = use_state(|| None::<bool>);
    let in_sight = opened.unwrap_or(view.asked);
    // What differs, or was picked, is what one has come to see.
    let hexes = [use_node_ref(), use_node_ref()];
    {
        let panes = hexes.clone();
        use_effect_with((view.detail.clone(), in_sight), move |_| {
            for pane in &panes {
                reveal(pane, if crate::dom::has(pane, ".selected") { ".selected" } else { ".differs" });
            }
        });
    }
    Seen { in_sight, toggle: Callback::from(move |_: MouseEvent| opened.set(Some(!in_sight))), hexes }
}

fn depth(view: &CompareView, navigate: &Callback<String>, seen: &Seen) -> Html {
    let Seen { in_sight, toggle, hexes } = seen;
    let Some(detail) = &view.detail else { return Html::default() };
    html! {
        <>
            <button class="button more-bytes" aria-expanded={in_sight.to_string()} onclick={toggle}>
                { say(if *in_sight { "compare.hide" } else { "compare.show" }, &[("row", &view.row)]) }
            </button>
            if *in_sight { { in_depth(detail, view, hexes, navigate) } }
        </>
    }
}

fn in_depth(detail: &PairDetail, view: &CompareView, panes: &[NodeRef; 2], navigate: &Callback<String>) -> Html {
    let value = |value: &Option<String>| match value {
        Some(value) => html! { { value } },
        None => html! { <span class="never">{ "–" }</span> },
    };
    let row = |row: &DiffRow| {
        let name = match &row.href {
            Some(href) => local_link(href, html! { { &row.name } }, "", navigate),
            None => html! { { &row.name } },
        };
        html! {
            <tr class={classes!(row.differs.then_some("differs"), row.selected.then_some("selected"))}>
                <th scope="row" style={format!("padding-inline-start: {}rem", 0.5 + row.depth as f32 * 0.8)}>
                    { name }if row.differs { <span class="visually-hidden">{ format!(" ({})", word("compare.differs")) }</span> }
                </th>
                <td>{ value(&row.left) }</td>
                <td>{ value(&row.right) }</td>
            </tr>
        }
    };
    let hex = |lines: &[DiffLine], title: &str, pane: &NodeRef| {
        html! {
            <div class="diff-one">
            <h3 aria-hidden="true">{ title }</h3>
            <div class="diff-hex" role="group" aria-label={say("compare.bytes", &[("title", &title)])} tabindex="0" ref={pane.clone()}>
                { for lines.iter().map(|line| html! {
                    <div><span class="offset">{ format!("{:04x} ", line.offset) }</span>
                        { for line.runs.iter().enumerate().map(|(i, run)| html! {
                            <>{ if i > 0 { " " } else { "" } }<span class={classes!(run.differs.then_some("differs"), run.selected.then_some("selected"))}>{ &run.hex }</span></>
                        }) }
                    </div>
                }) }
            </div>
            </div>
        }
    };
    html! {
        <section class="in-depth" aria-label={say("compare.row-in-depth", &[("row", &view.row)])}>
            // What can be scrolled can be reached.
            <div class="table-pane" role="group" aria-label={detail.about} tabindex="0">
                <table>
                    <thead><tr><th scope="col">{ detail.about }</th><th scope="col">{ &view.left.title }</th><th scope="col">{ &view.right.title }</th></tr></thead>
                    <tbody>{ for detail.rows.iter().map(row) }</tbody>
                </table>
            </div>
            if let Some(bytes) = &detail.hex {
                <div class="diff-hexes">{ hex(&bytes.left, &view.left.title, &panes[0]) }{ hex(&bytes.right, &view.right.title, &panes[1]) }</div>
            }
        </section>
    }
}

fn figures(figures: &[Figure], view: &CompareView) -> Html {
    html! {
        <div class="table-pane">
            <table class="figures">
                <thead><tr><th scope="col">{ word("compare.counted") }</th><th scope="col">{ &view.left.title }</th><th scope="col">{ &view.right.title }</th><th scope="col">{ word("compare.difference") }</th></tr></thead>
                <tbody>{ for figures.iter().map(|one| html! {
                    <tr class={(!one.difference.is_empty()).then_some("differs")}>
                        <th scope="row">{ one.name }</th><td>{ &one.left }</td><td>{ &one.right }</td><td>{ &one.difference }</td>
                    </tr>
                }) }</tbody>
            </table>
        </div>
    }
}

/// Asks which two.
pub fn ask(navigate: &Callback<String>) -> Html {
    let pick = |id: &'static str, label: &'static str, chosen: usize| {
        let option = |(at, one): (usize, &Scenario)| html! { <option value={one.id} selected={at == chosen}>{ one.title }</option> };
        html! { <label for={id}>{ label }<select {id}>{ for scenarios().iter().enumerate().map(option) }</select></label> }
    };
    let onsubmit = navigate.reform(|event: SubmitEvent| {
        event.prevent_default();
        let value = |id: &str| {
            let select = document().and_then(|document| document.get_element_by_id(id));
            let select = select.and_then(|select| select.dyn_into::<HtmlSelectElement>().ok());
            select.map(|select| select.value()).unwrap_or_default()
        };
        compare::of_scenarios(&value("compare-left"), &value("compare-right"))
    });
    html! {
        <crate::components::Paper title={word("versus.two")} navigate={navigate.clone()}>
            <p class="lead">{ word("compare.which") }</p>
            <ul class="suggested">
                { for compare::suggestions().into_iter().map(|one| html! {
                    <li>{ local_link(&one.href, html! { <><b>{ one.title }</b><span>{ one.text }</span></> }, "place-link", navigate) }</li>
                }) }
            </ul>
            <h2>{ word("compare.any-two") }</h2>
            <form class="pickers" {onsubmit}>
                { pick("compare-left", word("compare.left"), 0) }
                { pick("compare-right", word("compare.right"), 1) }
                <button class="button primary">{ word("compare.go") }</button>
            </form>
        </crate::components::Paper>
    }
}
