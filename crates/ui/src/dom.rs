//! The few things that need the browser itself.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::js_sys::Uint8Array;
use web_sys::js_sys::futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Document, Element, Event, File, FocusOptions, HtmlAnchorElement,
    HtmlCanvasElement, HtmlElement, HtmlImageElement, ScrollIntoViewOptions, ScrollLogicalPosition, SvgElement, Url,
    UrlSearchParams, Window,
};
use yew::{Callback, NodeRef};

/// The window, in a browser; where pages are drawn ahead there is none.
pub fn window() -> Option<Window> {
    if IN_BROWSER { web_sys::window() } else { None }
}

/// False where pages are drawn ahead, by a program of its own.
pub const IN_BROWSER: bool = cfg!(target_arch = "wasm32");

/// The document, in a browser.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Sets or removes an attribute of `<html>`.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Reads from the device's storage.
pub fn stored(key: &str) -> Option<String> {
    window().and_then(|window| window.local_storage().ok()?)?.get_item(key).ok()?
}

/// Writes to the device's storage; where that is forbidden, the choice lasts as long as the page.
pub fn store(key: &str, value: &str) {
    if let Some(storage) = window().and_then(|window| window.local_storage().ok()?) {
        let _ = storage.set_item(key, value);
    }
}

/// The whole address, for sharing.
pub fn href() -> String {
    window().and_then(|window: Window| window.location().href().ok()).unwrap_or_default()
}

/// Where the page is served, without an address in it.
pub fn origin() -> String {
    window().and_then(|window: Window| window.location().origin().ok()).unwrap_or_default()
}

/// A part of what stands behind the `#` of the address.
pub fn fragment(name: &str) -> Option<String> {
    let hash = window()?.location().hash().ok()?;
    UrlSearchParams::new_with_str(hash.trim_start_matches('#')).ok()?.get(name)
}

/// Lets the person save a text as a file.
pub fn save_file(name: &str, kind: &str, content: &[u8]) {
    let parts = web_sys::js_sys::Array::of1(&Uint8Array::from(content));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    if let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) {
        save_blob(name, &blob);
    }
}

fn save_blob(name: &str, blob: &Blob) {
    let (Ok(url), Some(document)) = (Url::create_object_url_with_blob(blob), document()) else { return };
    let link = document.create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = Url::revoke_object_url(&url);
}

/// Lets the person save a drawing as a picture, twice as fine as it is large.
pub fn save_png(name: String, svg: &str) {
    let parts = web_sys::js_sys::Array::of1(&Uint8Array::from(svg.as_bytes()));
    let options = BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    let url = blob.and_then(|blob| Url::create_object_url_with_blob(&blob));
    let (Ok(url), Ok(image)) = (url, HtmlImageElement::new()) else { return };
    let drawn = image.clone();
    let source = url.clone();
    let onload = Closure::once_into_js(move || {
        draw_png(name, &drawn);
        let _ = Url::revoke_object_url(&source);
    });
    image.set_onload(Some(onload.unchecked_ref()));
    image.set_src(&url);
}

/// Draws a picture that is loaded, and saves what was drawn.
fn draw_png(name: String, image: &HtmlImageElement) -> Option<()> {
    let canvas: HtmlCanvasElement = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = (2 * image.natural_width(), 2 * image.natural_height());
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (width, height) = (f64::from(width), f64::from(height));
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height).ok()?;
    let save = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            save_blob(&name, &blob);
        }
    });
    canvas.to_blob(save.unchecked_ref()).ok()
}

/// Reads a file as bytes.
pub fn read_bytes(file: &File, done: Callback<Option<Vec<u8>>>) {
    let bytes = JsFuture::from(file.array_buffer());
    spawn_local(async move { done.emit(bytes.await.ok().map(|bytes| Uint8Array::new(&bytes).to_vec())) });
}

/// Reads what was kept for as long as this tab is open.
pub fn kept(key: &str) -> Option<String> {
    window().and_then(|window| window.session_storage().ok()?)?.get_item(key).ok()?
}

/// Keeps a text for as long as this tab is open; one that does not fit is not kept, nor is what was kept before.
pub fn keep(key: &str, value: &str) {
    if let Some(storage) = window().and_then(|window| window.session_storage().ok()?) {
        let _ = storage.remove_item(key);
        let _ = storage.set_item(key, value);
    }
}

/// Lets what was kept go.
pub fn forget(key: &str) {
    if let Some(storage) = window().and_then(|window| window.session_storage().ok()?) {
        let _ = storage.remove_item(key);
    }
}

/// Puts a text on the clipboard, and says whether the browser took it.
pub fn copy(text: &str, done: Callback<bool>) {
    // Outside a secure context there is no clipboard.
    let clipboard = window().map(|window| window.navigator().clipboard()).filter(|clipboard| !clipboard.is_undefined());
    let Some(clipboard) = clipboard else { return done.emit(false) };
    let written = JsFuture::from(clipboard.write_text(text));
    spawn_local(async move { done.emit(written.await.is_ok()) });
}

/// Scrolls what is around something (and nothing else), as [`reveal_in`] does.
pub fn reveal_around(inner: &NodeRef, selector: &str) {
    let pane = inner.cast::<HtmlElement>().and_then(|inner| inner.parent_element()?.dyn_into::<HtmlElement>().ok());
    if let Some((pane, Ok(Some(target)))) = pane.map(|pane| (pane.clone(), pane.query_selector(selector))) {
        reveal_in(&pane, &target, |top| pane.set_scroll_top(top));
    }
}

/// Scrolls `pane` (and nothing else) so that something in it stands at about two fifths of its height, unless it is in sight
/// already with room around it. `scroll` is told how far from the pane's top.
pub fn reveal_in(pane: &HtmlElement, target: &Element, scroll: impl FnOnce(i32)) {
    let (outer, inner) = (pane.get_bounding_client_rect(), target.get_bounding_client_rect());
    let room = outer.height() * 0.18;
    if inner.top() >= outer.top() + room + 40.0 && inner.bottom() <= outer.bottom() - room {
        return;
    }
    let wanted = (inner.top() - outer.top() - outer.height() * 0.4) / zoom(pane, outer.height());
    scroll(pane.scroll_top() + wanted as i32);
}

/// How much larger the pane is drawn than it is laid out: for a class, what lies in it is measured in larger units.
pub fn zoom(pane: &HtmlElement, drawn: f64) -> f64 {
    match pane.offset_height() {
        laid_out @ 1.. => drawn / f64::from(laid_out),
        _ => 1.0,
    }
}

/// Scrolls `pane` (and nothing else) so that what `selector` finds in it is in sight; what is in sight already stays put,
/// so that nothing moves away under the pointer.
pub fn reveal(pane: &NodeRef, selector: &str) {
    let Some(pane) = pane.cast::<HtmlElement>() else { return };
    let Ok(Some(target)) = pane.query_selector(selector) else { return };
    let (outer, inner) = (pane.get_bounding_client_rect(), target.get_bounding_client_rect());
    if inner.top() < outer.top() || inner.bottom() > outer.bottom() {
        let wanted = inner.top() - outer.top() - outer.height() * 0.4;
        pane.set_scroll_top(pane.scroll_top() + wanted as i32);
    }
    if inner.left() < outer.left() || inner.right() > outer.right() {
        let wanted = inner.left() - outer.left() - outer.width() * 0.3;
        pane.set_scroll_left(pane.scroll_left() + wanted as i32);
    }
}

/// True if there is such a thing in a pane.
pub fn has(pane: &NodeRef, selector: &str) -> bool {
    pane.cast::<HtmlElement>().is_some_and(|pane| pane.query_selector(selector).ok().flatten().is_some())
}

/// Scrolls the page itself, where it is one long page, so that what `selector` finds is in sight.
pub fn bring(selector: &str) {
    let Some(target) = document().and_then(|document| document.query_selector(selector).ok().flatten()) else { return };
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default();
    let place = target.get_bounding_client_rect();
    // The lowest fifth is where the transport buttons are.
    if place.top() < 0.0 || place.bottom() > height * 0.8 {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        target.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls the page itself to its beginning.
pub fn to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Moves the focus to what `selector` finds below an element.
pub fn focus(root: Option<Element>, selector: &str) {
    let found = root.and_then(|root| root.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus to the first of these that there is, without scrolling the page.
pub fn focus_first(selectors: &[&str]) {
    let Some(document) = document() else { return };
    let found = selectors.iter().find_map(|selector| document.query_selector(selector).ok().flatten());
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    match found.map(JsCast::dyn_into::<HtmlElement>) {
        Some(Ok(element)) => drop(element.focus_with_options(&options)),
        // A node of a drawing.
        Some(Err(element)) => {
            if let Ok(node) = element.dyn_into::<SvgElement>() {
                let _ = node.focus();
            }
        }
        None => {}
    }
}

/// Moves the focus to what `selector` finds, if what had it is gone: so that no keyboard user begins at the top again.
pub fn catch_focus(selector: &'static str) {
    after_paint(move || {
        let Some(document) = document() else { return };
        let lost = document.active_element().is_none_or(|active| active.tag_name() == "BODY");
        if lost {
            focus(document.document_element(), selector);
        }
    });
}

/// True where lines begin at the right.
pub fn right_to_left(element: &Element) -> bool {
    element.closest("[dir=rtl]").ok().flatten().is_some()
}

/// False for a person who wants nothing to move: the styles know (`--moves`).
pub fn moves() -> bool {
    let root = document().and_then(|document| document.document_element());
    let style = root.and_then(|root| window()?.get_computed_style(&root).ok()?);
    style.and_then(|style| style.get_property_value("--moves").ok()).is_none_or(|moves| moves.trim() != "0")
}

/// Opens the browser's window for printing.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Does something once the next frame is on the screen; in a window that nobody sees there are none, and it is done soon.
pub fn after_paint(then: impl FnOnce() + 'static) {
    let seen = document().is_some_and(|document| !document.hidden());
    let Some(window) = window().filter(|_| seen) else {
        Timeout::new(0, then).forget();
        return;
    };
    // This is called right before a frame is drawn: what is put behind it comes after the drawing.
    let frame = Closure::once_into_js(move || {
        Timeout::new(0, then).forget();
    });
    let _ = window.request_animation_frame(frame.unchecked_ref());
}

/// What an attribute says of the element that an event hit, or of the one around it.
pub fn attribute_at(event: &Event, selector: &str, name: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(selector).ok()??.get_attribute(name)
}

/// True if a dialog is open: what it covers takes no keys.
pub fn dialog_is_open() -> bool {
    document().is_some_and(|document| document.query_selector("dialog[open]").ok().flatten().is_some())
}

/// Seconds since 1970 on the device's clock.
pub fn unix_time() -> u64 {
    (now() / 1000.0) as u64
}

/// Milliseconds since 1970 on the device's clock, whole ones.
pub fn now() -> f64 {
    if IN_BROWSER { web_sys::js_sys::Date::now() } else { 0.0 }
}
