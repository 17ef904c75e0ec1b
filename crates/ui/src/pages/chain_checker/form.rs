//! What is brought, and what is asked about it.

use super::brought::Brought;
use crate::dom::read_bytes;
use crate::hooks::{FileWays, use_file};
use handshake_app::chain_checker::{Anchor, Ask, MAX_CHAIN, MAX_FILE, read, to_pem};
use handshake_lessons::{OneOf, say, word};
use web_sys::{File, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub ask: Ask,
    pub brought: Brought,
    pub check: Callback<(Brought, Ask)>,
}

/// The form.
#[component]
pub fn Form(props: &Props) -> Html {
    let Props { ask, brought, check } = props;
    let asked = use_asked(ask);
    let failed = use_state(|| None::<(String, String)>);
    let (chain, roots) = (use_node_ref(), use_node_ref());
    let filled = {
        let ask = asked.over(ask);
        let (roots, kept) = (roots.clone(), brought.roots.clone());
        move |chain: String| {
            // What is not asked for now may be asked for again.
            let roots = roots.cast::<HtmlTextAreaElement>().map_or_else(|| kept.clone(), |area| area.value());
            (Brought { chain, roots }, ask.clone())
        }
    };
    let onsubmit = {
        let (chain, filled, check, failed) = (chain.clone(), filled.clone(), check.clone(), failed.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let text = chain.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
            failed.set(text.trim().is_empty().then(|| (word("own.pasted").to_owned(), word("own.empty").to_owned())));
            if !text.trim().is_empty() {
                check.emit(filled(text));
            }
        })
    };
    let file = {
        let (filled, check, failed) = (filled.clone(), check.clone(), failed.setter());
        use_file(move |file: File| {
            let (filled, check) = (filled.clone(), check.clone());
            open(&file, failed.clone(), Callback::from(move |text| check.emit(filled(text))));
        })
    };
    let clear = clear(check, ask);
    html! {
        <form class="own-form" {onsubmit}>
            if let Some((name, problem)) = &*failed {
                <p class="told-off bad" role="alert"><b>{ say("own.failed", &[("name", name)]) }</b>{ " " }{ problem }</p>
            }
            { chooser(file) }
            <div class="setting">
                <label for="own-text">{ word("own.paste") }</label>
                <textarea id="own-text" key={brought.chain.clone()} ref={chain} rows="6" spellcheck="false" autocomplete="off" defaultvalue={brought.chain.clone()}
                    placeholder="-----BEGIN CERTIFICATE-----" />
            </div>
            { asked.fields() }
            if *asked.anchor == Anchor::Brought {
                <div class="setting">
                    <label for="own-roots">{ word("own.roots") }</label>
                    <textarea id="own-roots" ref={roots} rows="4" spellcheck="false" autocomplete="off" defaultvalue={brought.roots.clone()}
                        placeholder="-----BEGIN CERTIFICATE-----" />
                </div>
            }
            <p class="deeds">
                <button class="button primary">{ word("own.check") }</button>
                if !brought.chain.is_empty() { <button type="button" class="button" onclick={clear}>{ word("own.clear") }</button> }
            </p>
        </form>
    }
}

/// Begins anew, with what is asked of the name and the authorities.
fn clear(check: &Callback<(Brought, Ask)>, ask: &Ask) -> Callback<MouseEvent> {
    let (check, ask) = (check.clone(), ask.clone());
    Callback::from(move |_: MouseEvent| {
        check.emit((Brought::default(), Ask { example: None, date: String::new(), ..ask.clone() }));
    })
}

/// Where a file is chosen, or dropped.
fn chooser(file: FileWays) -> Html {
    html! {
        <div class={classes!("drop", file.over.then_some("over"))} ondragover={file.enter} ondragleave={file.leave} ondrop={file.dropped}>
            <label class="button primary" for="own-file">{ word("own.choose") }</label>
            <input id="own-file" class="visually-hidden" type="file" accept=".pem,.crt,.cer,.der,.txt,application/x-x509-ca-cert,application/pkix-cert" onchange={file.chosen} />
            <span>{ word("own.drop") }</span>
        </div>
    }
}

/// What is typed into the fields, until it is asked.
struct Asked {
    name: UseStateHandle<String>,
    date: UseStateHandle<String>,
    anchor: UseStateHandle<Anchor>,
}

#[hook]
fn use_asked(ask: &Ask) -> Asked {
    let [name, date] = [use_state(|| ask.name.clone()), use_state(|| ask.in_field())];
    let anchor = use_state(|| ask.anchor);
    {
        // Back, a link: something else is asked.
        let (name, date, anchor) = (name.setter(), date.setter(), anchor.setter());
        use_effect_with(ask.clone(), move |ask| {
            name.set(ask.name.clone());
            date.set(ask.in_field());
            anchor.set(ask.anchor);
        });
    }
    Asked { name, date, anchor }
}

impl Asked {
    /// What is asked then.
    fn over(&self, ask: &Ask) -> Ask {
        Ask { name: (*self.name).clone(), date: (*self.date).clone(), anchor: *self.anchor, ..ask.clone() }
    }

    fn fields(&self) -> Html {
        let typed = |field: &UseStateHandle<String>| {
            let field = field.setter();
            Callback::from(move |event: InputEvent| {
                field.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default());
            })
        };
        let trust = {
            let anchor = self.anchor.setter();
            Callback::from(move |event: Event| {
                let value =
                    event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
                if let Some(found) = Anchor::of_id(&value) {
                    anchor.set(found);
                }
            })
        };
        let option = |one: &Anchor| {
            html! { <option value={one.id()} selected={one == &*self.anchor}>{ one.label() }</option> }
        };
        html! {
            <div class="asked">
                <div class="setting">
                    <label for="own-name">{ word("own.name") }</label>
                    <input id="own-name" type="text" value={(*self.name).clone()} oninput={typed(&self.name)} aria-describedby="own-name-hint" autocomplete="off" spellcheck="false" placeholder="school.example" />
                    <small id="own-name-hint">{ word("own.name-hint") }</small>
                </div>
                <div class="setting">
                    <label for="own-date">{ word("own.date") }</label>
                    <input id="own-date" type="datetime-local" step="1" value={(*self.date).clone()} oninput={typed(&self.date)} aria-describedby="own-date-hint" />
                    <small id="own-date-hint">{ word("own.date-hint") }</small>
                </div>
                <div class="setting">
                    <label for="own-anchor">{ word("own.anchor") }</label>
                    <select id="own-anchor" onchange={trust}>{ for Anchor::ALL.iter().map(option) }</select>
                </div>
            </div>
        }
    }
}

/// Reads a file of certificates: its text, or why it is none.
fn open(file: &File, failed: UseStateSetter<Option<(String, String)>>, done: Callback<String>) {
    let name = file.name();
    if file.size() > MAX_FILE as f64 {
        let found = format!("{:.1}", file.size() / f64::from(1 << 20));
        let problem = say("own.too-long", &[("found", &found), ("most", &(MAX_FILE >> 20))]);
        return failed.set(Some((name, problem)));
    }
    let read_in = Callback::from(move |bytes: Option<Vec<u8>>| {
        let Some(bytes) = bytes else {
            return failed.set(Some((name.clone(), word("own.unreadable").to_owned())));
        };
        match read(&bytes, MAX_CHAIN) {
            Err(problem) => failed.set(Some((name.clone(), problem.to_string()))),
            Ok(found) => {
                failed.set(None);
                let text = String::from_utf8(bytes)
                    .ok()
                    .filter(|text| !text.contains('\0'))
                    .unwrap_or_else(|| to_pem(&found.certificates, "CERTIFICATE") + &to_pem(&found.lists, "X509 CRL"));
                done.emit(text);
            }
        }
    });
    read_bytes(file, read_in);
}
