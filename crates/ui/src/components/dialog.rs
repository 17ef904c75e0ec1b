//! A native dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back.

use handshake_lessons::word;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub title: AttrValue,
    pub close: Callback<()>,
    #[prop_or_default]
    pub class: Classes,
    pub children: Html,
}

/// A dialog that is open as long as it is drawn.
#[component]
pub fn Dialog(props: &Props) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            let shown = dialog.cast::<HtmlDialogElement>();
            if let Some(shown) = &shown {
                let _ = shown.show_modal();
            }
            move || {
                if let Some(shown) = shown {
                    shown.close();
                }
            }
        });
    }
    let onclose = props.close.reform(|_: Event| ());
    let onclick = props.close.reform(|_: MouseEvent| ());
    // The dialog itself is hit only where it has nothing in it: on its backdrop.
    let beside = {
        let close = props.close.clone();
        Callback::from(move |event: MouseEvent| {
            if event.target_dyn_into::<HtmlDialogElement>().is_some() {
                close.emit(());
            }
        })
    };
    html! {
        <dialog class={classes!("dialog", props.class.clone())} ref={dialog} {onclose} onclick={beside} aria-label={props.title.clone()}>
            <header><h2>{ &props.title }</h2><button class="button" {onclick}>{ word("dialog.close") }</button></header>
            <div class="content">{ props.children.clone() }</div>
        </dialog>
    }
}
