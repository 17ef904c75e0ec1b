//! What may come a frame later than the rest.

use crate::dom::after_paint;
use yew::prelude::*;

/// The value to draw, and whether a newer one waits. When the key changes (another step), what is most awaited is drawn
/// first, and this one frame later; who runs through many steps is not held up by what would be seen of none. All other
/// changes are drawn at once.
#[hook]
pub fn use_later<K, T>(key: K, value: &T) -> (T, bool)
where
    K: Clone + PartialEq + 'static,
    T: Clone + 'static,
{
    let painted = use_state(|| key.clone());
    // A key that came back before the frame was drawn is not another one; what comes then is for the latest.
    let latest = use_mut_ref(|| key.clone());
    *latest.borrow_mut() = key.clone();
    let kept = use_mut_ref(|| value.clone());
    let waits = *painted != key;
    if !waits {
        *kept.borrow_mut() = value.clone();
    }
    use_effect_with(key, move |key| {
        if *painted != *key {
            after_paint(move || painted.set(latest.borrow().clone()));
        }
    });
    let shown = kept.borrow().clone();
    (shown, waits)
}
