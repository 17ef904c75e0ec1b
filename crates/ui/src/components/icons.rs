//! Pictures, drawn in place. They are decoration: what they mean also stands in words.

use handshake_app::view::Icon;
use yew::prelude::*;

fn drawing(size: &'static str, path: Html, class: &'static str) -> Html {
    html! {
        <svg class={class} width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.8"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{ path }</svg>
    }
}

pub fn brand() -> Html {
    drawing("20", html! { <path d="M2 5.5h11l-3-3M14 10.5H3l3 3" /> }, "")
}

pub fn lock() -> Html {
    drawing(
        "13",
        html! { <><path d="M5 7V5a3 3 0 0 1 6 0v2" /><rect x="3.2" y="7" width="9.6" height="7" rx="1.5" fill="currentColor" /></> },
        "lock",
    )
}

pub fn moment(icon: Icon) -> Html {
    let path = match icon {
        Icon::Key => html! { <><circle cx="5" cy="8" r="3" /><path d="M8 8h6M12 8v2.6" /></> },
        Icon::Check => html! { <path d="M3.4 8.3l3.1 3.1 6.1-6.8" /> },
        Icon::Unseen => html! { <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.6" /> },
        Icon::Choice => html! { <path d="M2 8h4M6 8l4-4h4M6 8l4 4h4" /> },
    };
    drawing("13", path, "")
}

pub fn again() -> Html {
    drawing("15", html! { <><path d="M3 8a5 5 0 1 0 1.6-3.7L3 6" /><path d="M3 2.6V6h3.4" /></> }, "")
}

pub fn flash() -> Html {
    drawing("13", html! { <path d="M9.5 1.5L4 9h4l-1.5 5.5L12 7H8z" fill="currentColor" /> }, "flash")
}

pub fn eye() -> Html {
    drawing(
        "20",
        html! { <><path d="M1.5 8s2.4-4.2 6.5-4.2S14.5 8 14.5 8 12.1 12.2 8 12.2 1.5 8 1.5 8z" /><circle cx="8" cy="8" r="1.9" fill="currentColor" /></> },
        "",
    )
}

pub fn trip() -> Html {
    drawing("11", html! { <path d="M3 5h9l-2.5-2.5M13 11H4l2.5 2.5" /> }, "")
}

pub fn present() -> Html {
    drawing("15", html! { <><path d="M2 3h12v8H2zM8 11v3M5 14h6" /></> }, "")
}

pub fn find() -> Html {
    drawing("15", html! { <><circle cx="7" cy="7" r="4.2" /><path d="M10.2 10.2L14 14" /></> }, "")
}

pub fn mark(passed: bool) -> Html {
    let path = if passed {
        html! { <path d="M3.4 8.3l3.1 3.1 6.1-6.8" /> }
    } else {
        html! { <path d="M4 4l8 8M12 4l-8 8" /> }
    };
    drawing("12", path, "")
}

pub fn first() -> Html {
    drawing("16", html! { <><path d="M3 3v10" /><path d="M13 3L6 8l7 5z" fill="currentColor" /></> }, "")
}

pub fn previous() -> Html {
    drawing("16", html! { <path d="M11 3L4 8l7 5z" fill="currentColor" /> }, "")
}

pub fn play() -> Html {
    drawing("18", html! { <path d="M5 3l8 5-8 5z" fill="currentColor" /> }, "")
}

pub fn pause() -> Html {
    drawing("18", html! { <path d="M5 3v10M11 3v10" stroke-width="3" /> }, "")
}

pub fn next() -> Html {
    drawing("16", html! { <path d="M5 3l7 5-7 5z" fill="currentColor" /> }, "")
}

pub fn last() -> Html {
    drawing("16", html! { <><path d="M13 3v10" /><path d="M3 3l7 5-7 5z" fill="currentColor" /></> }, "")
}

pub fn gear() -> Html {
    drawing(
        "15",
        html! { <><path d="M2 4.5h7M13 4.5h1M2 11.5h2M8 11.5h6" /><circle cx="11" cy="4.5" r="1.8" /><circle cx="6" cy="11.5" r="1.8" /></> },
        "",
    )
}

pub fn share() -> Html {
    drawing("15", html! { <path d="M8 10V2M5 4.5L8 1.8l3 2.7M3.5 8v5.5h9V8" /> }, "")
}

pub fn undo() -> Html {
    drawing("15", html! { <path d="M5.5 2.5L2.5 5.5l3 3M2.5 5.5h6.8a4 4 0 0 1 0 8H6" /> }, "")
}

pub fn redo() -> Html {
    drawing("15", html! { <path d="M10.5 2.5l3 3-3 3M13.5 5.5H6.7a4 4 0 0 0 0 8H10" /> }, "")
}

pub fn theme() -> Html {
    drawing(
        "15",
        html! { <><circle cx="8" cy="8" r="5.6" /><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" /></> },
        "",
    )
}
