//! The one clock of what moves. It says how far the motion of a step has come, from 0 to 1; all that is drawn of it is asked of
//! the application by that number.

use crate::dom::window;
use crate::glide;
use handshake_app::motion::Motion;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

/// Shared by all that moves on a page.
#[derive(Clone)]
pub struct Clock(Rc<Inner>);

struct Inner {
    motion: RefCell<Rc<Motion>>,
    at: Cell<f64>,
    running: Cell<bool>,
    /// How much faster than usual.
    pace: Cell<f64>,
    /// When the last frame was drawn, while it runs.
    last: Cell<Option<f64>>,
    /// A frame has been asked for.
    asked: Cell<bool>,
    listeners: RefCell<Vec<(usize, Callback<f64>)>>,
    counted: Cell<usize>,
}

impl PartialEq for Clock {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Clock(Rc::new(Inner {
            motion: RefCell::default(),
            at: Cell::new(1.0),
            running: Cell::new(false),
            pace: Cell::new(1.0),
            last: Cell::new(None),
            asked: Cell::new(false),
            listeners: RefCell::default(),
            counted: Cell::new(0),
        }))
    }
}

/// As long as it is kept, the clock is listened to.
pub struct Listening {
    clock: Clock,
    number: usize,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.clock.0.listeners.borrow_mut().retain(|(number, _)| *number != self.number);
    }
}

impl Clock {
    /// How far it has come.
    pub fn at(&self) -> f64 {
        self.0.at.get()
    }

    /// What moves.
    pub fn motion(&self) -> Rc<Motion> {
        Rc::clone(&self.0.motion.borrow())
    }

    /// True if it goes on by itself.
    pub fn is_running(&self) -> bool {
        self.0.running.get()
    }

    /// How much faster than usual it goes.
    pub fn set_pace(&self, pace: f64) {
        self.0.pace.set(pace);
    }

    /// Takes another motion, and stays where it is.
    pub fn change(&self, motion: Rc<Motion>) {
        self.0.motion.replace(motion);
        self.tell();
    }

    /// Begins a motion.
    pub fn begin(&self, motion: Rc<Motion>) {
        self.0.motion.replace(motion);
        self.0.at.set(0.0);
        self.go_on();
    }

    /// Stands still at a moment.
    pub fn hold(&self, at: f64) {
        self.0.at.set(at.clamp(0.0, 1.0));
        self.pause();
    }

    /// Stands still where it is.
    pub fn pause(&self) {
        self.0.running.set(false);
        self.tell();
    }

    /// Goes on from where it is; from the beginning, if it is over.
    pub fn go_on(&self) {
        if self.at() >= 1.0 {
            self.0.at.set(0.0);
        }
        self.0.last.set(None);
        self.0.running.set(true);
        self.tell();
        self.ask();
    }

    /// Calls at every change until what is returned is dropped.
    pub fn listen(&self, listener: Callback<f64>) -> Listening {
        let number = self.0.counted.get() + 1;
        self.0.counted.set(number);
        self.0.listeners.borrow_mut().push((number, listener));
        Listening { clock: self.clone(), number }
    }

    fn tell(&self) {
        let listeners: Vec<Callback<f64>> = self.0.listeners.borrow().iter().map(|(_, one)| one.clone()).collect();
        listeners.iter().for_each(|listener| listener.emit(self.at()));
    }

    fn ask(&self) {
        let Some(window) = window().filter(|_| !self.0.asked.replace(true)) else { return };
        let clock = self.clone();
        let frame = Closure::once_into_js(move |now: f64| clock.tick(now));
        let _ = window.request_animation_frame(frame.unchecked_ref());
    }

    fn tick(&self, now: f64) {
        self.0.asked.set(false);
        if !self.is_running() {
            return;
        }
        // Nothing flies while the stage scrolls below it.
        let passed = self.0.last.replace(Some(now)).map_or(0.0, |last| now - last);
        if !glide::is_gliding() && passed > 0.0 {
            let millis = f64::from(self.0.motion.borrow().millis().max(1));
            // After a frame that took long, what moves goes on from where it was seen.
            self.0.at.set((self.at() + passed.min(50.0) * self.0.pace.get() / millis).min(1.0));
            if self.at() >= 1.0 {
                self.0.running.set(false);
            }
            self.tell();
        }
        if self.is_running() {
            self.ask();
        }
    }
}

/// How far the motion has come, drawn anew whenever that changes; the last moment, where there is no clock.
#[hook]
pub fn use_at() -> (f64, Rc<Motion>) {
    let clock = use_context::<Clock>();
    let drawn = use_force_update();
    {
        use_effect_with(clock.clone(), move |clock| {
            let listening = clock.as_ref().map(|clock| {
                let drawn = drawn.clone();
                clock.listen(Callback::from(move |_| drawn.force_update()))
            });
            drawn.force_update();
            move || drop(listening)
        });
    }
    clock.map_or_else(|| (1.0, Rc::default()), |clock| (clock.at(), clock.motion()))
}
