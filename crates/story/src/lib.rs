//! The application without a browser.
#![forbid(unsafe_code)]
pub mod export;
pub mod knowledge;
pub mod model;
pub mod moments;
pub mod run;
pub mod settings;
pub mod view;
pub use model::Action;

#[cfg(test)]
mod tests {
    #[test]
    fn show() {
        let run = crate::run::Run::new(Default::default());
        for (i, m) in run.moments.iter().enumerate() {
            println!("{:2} {:<38} {:?} {:?} {:?} {}", i + 1, m.key, m.states, m.epochs, m.act, m.events.len());
        }
        println!("{} bytes of JSON", crate::export::json("tls13-full", &run).len());
    }
}
