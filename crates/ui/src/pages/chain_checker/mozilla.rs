//! Mozilla's roots: a file that comes when somebody trusts them.

use crate::file::file;
use std::rc::Rc;
use web_sys::js_sys::futures::spawn_local;
use yew::prelude::*;

/// How far it is.
#[derive(Clone, PartialEq)]
pub enum Roots {
    /// It is not asked for, or on its way.
    Coming,
    /// It did not arrive.
    Missing,
    There(Rc<Vec<u8>>),
}

/// The file, if it is `wanted`; one that did not arrive is asked for again with another number of `times`.
#[hook]
pub fn use_mozilla_roots(wanted: bool, times: u32) -> Roots {
    let roots = use_state(|| Roots::Coming);
    let setter = roots.setter();
    let there = matches!(*roots, Roots::There(_));
    use_effect_with((wanted, times), move |_| {
        if wanted && !there {
            spawn_local(async move {
                let arrived = file("mozilla-roots.der").await;
                setter.set(arrived.map_or(Roots::Missing, |bytes| Roots::There(Rc::new(bytes))));
            });
        }
    });
    (*roots).clone()
}
