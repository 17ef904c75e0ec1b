//! A run as one page that needs nothing else: its stage, its keys and every step.

use crate::slide::{Slide, escaped};
use crate::view::{TextField, TextStep};
use crate::{Action, Story};
use handshake_lessons::markdown::{Block, Inline};
use handshake_lessons::{say, word};
use std::fmt::Write;

const STYLE: &str = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color-scheme:light dark}\
svg{max-width:100%;height:auto}code{overflow-wrap:anywhere;font-size:.85em}h2{margin-top:3rem}h3{border-top:1px solid;padding-top:1rem}\
.dark{display:none}@media(prefers-color-scheme:dark){.light{display:none}.dark{display:block}}@media print{h3{break-after:avoid}}";

/// The page. Its pictures are of the run's end, in light and dark.
pub fn html(story: &Story) -> String {
    let text = story.transcript();
    let end = story.act(Action::Last);
    let title = escaped(&text.title);
    let mut out = format!(
        "<!doctype html><html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style><h1>{title}</h1><p>{}</p>",
        escaped(&text.summary)
    );
    for slide in [Slide::Stage, Slide::Keys] {
        for (dark, class) in [(false, "light"), (true, "dark")] {
            if let Some(svg) = slide.svg(&end, dark) {
                // Writing to a string cannot fail.
                let _ = write!(out, "<div class=\"{class}\">{svg}</div>");
            }
        }
    }
    for one in &text.steps {
        step(&mut out, one);
    }
    out.push_str("</html>\n");
    out
}

fn step(out: &mut String, step: &TextStep) {
    if let Some(phase) = &step.phase {
        let _ = write!(out, "<h2>{}</h2>", escaped(phase));
    }
    let _ = write!(out, "<h3 id=\"step-{0}\">{0}. {1}</h3>", step.number, escaped(&step.heading));
    blocks(out, &step.body);
    blocks(out, &step.aside);
    if let Some((client, server)) = &step.states {
        let states = say("transcript.afterwards-the-client-is", &[("client", client), ("server", server)]);
        let _ = write!(out, "<p>{}</p>", escaped(&states));
    }
    if let Some(message) = &step.message {
        let _ = write!(out, "<h4>{}</h4>", escaped(message));
        fields(out, &step.fields);
    }
    if !step.keys.is_empty() {
        let _ = write!(out, "<h4>{}</h4><dl>", word("transcript.values-made"));
        for (name, value) in &step.keys {
            let _ = write!(out, "<dt>{}</dt><dd><code>{}</code></dd>", escaped(name), escaped(value));
        }
        out.push_str("</dl>");
    }
    for (heading, lines) in [("transcript.chosen", &step.choices), ("transcript.checked", &step.checks)] {
        if !lines.is_empty() {
            let _ = write!(out, "<h4>{}</h4><ul>", word(heading));
            lines.iter().for_each(|line| out.push_str(&format!("<li>{}</li>", escaped(line))));
            out.push_str("</ul>");
        }
    }
}

/// Fields inside each other as lists inside each other.
fn fields(out: &mut String, fields: &[TextField]) {
    let Some(depth) = fields.first().map(|field| field.depth) else { return };
    out.push_str("<ul>");
    let mut rest = fields;
    while let Some((field, after)) = rest.split_first() {
        let inside = after.iter().take_while(|one| one.depth > depth).count();
        let (inner, next) = after.split_at(inside);
        let _ = write!(out, "<li>{}: <code>{}</code>", escaped(&field.name), escaped(&field.value));
        self::fields(out, inner);
        out.push_str("</li>");
        rest = next;
    }
    out.push_str("</ul>");
}

fn blocks(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(line) => {
                out.push_str("<p>");
                inlines(out, line);
                out.push_str("</p>");
            }
            Block::List(lines) => {
                out.push_str("<ul>");
                for line in lines {
                    out.push_str("<li>");
                    inlines(out, line);
                    out.push_str("</li>");
                }
                out.push_str("</ul>");
            }
        }
    }
}

fn inlines(out: &mut String, line: &[Inline]) {
    for one in line {
        match one {
            Inline::Text(text) => out.push_str(&escaped(text)),
            Inline::Code(text) => out.push_str(&format!("<code>{}</code>", escaped(text))),
            Inline::Strong(inner) => within(out, "strong", inner),
            Inline::Emphasis(inner) => within(out, "em", inner),
            // Addresses of the page lead nowhere from a file.
            Inline::Link { text, .. } => inlines(out, text),
            Inline::Term { text, .. } => out.push_str(&escaped(text)),
        }
    }
}

fn within(out: &mut String, tag: &str, inner: &[Inline]) {
    out.push_str(&format!("<{tag}>"));
    inlines(out, inner);
    out.push_str(&format!("</{tag}>"));
}
