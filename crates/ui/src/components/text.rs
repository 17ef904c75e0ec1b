//! Text as content has it, and links that stay on the page.

use crate::history::link;
use handshake_app::route::Route;
use handshake_app::view::Link;
use handshake_lessons::markdown::{Block, Inline};
use handshake_lessons::word;
use yew::prelude::*;

/// Draws blocks of text.
pub fn blocks(blocks: &[Block]) -> Html {
    let block = |block: &Block| match block {
        Block::Paragraph(inlines) => html! { <p>{ for inlines.iter().map(inline) }</p> },
        Block::List(items) => html! {
            <ul>{ for items.iter().map(|item| html! { <li>{ for item.iter().map(inline) }</li> }) }</ul>
        },
    };
    html! { <>{ for blocks.iter().map(block) }</> }
}

/// A sentence with drawn things in the places of its `{names}`: each language puts them where it needs them. What stands
/// between them is drawn by `words`.
pub fn sentence(key: &'static str, words: impl Fn(&str) -> Html, parts: &[(&str, Html)]) -> Html {
    let mut out = Vec::new();
    let mut rest = word(key);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        if !before.is_empty() {
            out.push(words(before));
        }
        out.extend(parts.iter().find(|(known, _)| *known == name).map(|(_, part)| part.clone()));
        rest = tail;
    }
    if !rest.is_empty() {
        out.push(words(rest));
    }
    out.into_iter().collect()
}

/// Words as they stand.
pub fn bare(words: &str) -> Html {
    html! { { words.to_owned() } }
}

fn inline(inline: &Inline) -> Html {
    let all = |inlines: &[Inline]| inlines.iter().map(self::inline).collect::<Html>();
    match inline {
        Inline::Text(text) => html! { { text } },
        Inline::Code(text) => html! { <code>{ text }</code> },
        Inline::Strong(inlines) => html! { <b>{ all(inlines) }</b> },
        Inline::Emphasis(inlines) => html! { <em>{ all(inlines) }</em> },
        Inline::Term { text, term } => html! {
            <a class="term" href={link(&Route::term(term.key).to_string())} title={plain(term.text)}>{ text }</a>
        },
        Inline::Link { text, href } => {
            let local = href.starts_with('/');
            let to = if local { link(href) } else { href.clone() };
            html! { <a href={to} class={local.then_some("local")}>{ all(text) }</a> }
        }
    }
}

/// A picture of content's own.
pub fn picture(svg: &'static str) -> Html {
    html! { <figure class="picture">{ Html::from_html_unchecked(svg.into()) }</figure> }
}

/// A text without its marks, for where only words can stand.
pub fn plain(markdown: &str) -> String {
    handshake_lessons::markdown::plain(&handshake_lessons::markdown::parse(markdown))
}

/// A link to another view: a real one, so that it can be opened in a new tab, but followed without loading the page.
pub fn local_link(href: &str, text: Html, class: &'static str, navigate: &Callback<String>) -> Html {
    local_link_at(href, text, class, None, navigate)
}

/// The same, in a row of links that is one stop of the tab key: whether this is where one is.
pub fn local_link_at(
    href: &str,
    text: Html,
    class: &'static str,
    current: Option<bool>,
    navigate: &Callback<String>,
) -> Html {
    let (target, navigate) = (href.to_owned(), navigate.clone());
    let onclick = Callback::from(move |event: MouseEvent| {
        if event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            navigate.emit(target.clone());
        }
    });
    let tabindex = current.map(|current| if current { "0" } else { "-1" });
    let step = (current == Some(true)).then_some("step");
    html! { <a class={class} href={link(href)} {tabindex} aria-current={step} {onclick}>{ text }</a> }
}

/// A row of links.
pub fn links(links: &[Link], navigate: &Callback<String>) -> Html {
    if links.is_empty() {
        return Html::default();
    }
    let one = |link: &Link| local_link(&link.href, html! { <>{ "→ " }{ &link.label }</> }, "", navigate);
    html! { <div class="links" data-name="links">{ for links.iter().map(one) }</div> }
}
