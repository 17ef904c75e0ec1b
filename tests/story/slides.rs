//! Slides: every scenario's stage, keys and records as SVG, and a run as one page.

use handshake_app::document::html;
use handshake_app::slide::Slide;
use handshake_app::{Action, Story};
use handshake_lessons as lessons;

#[test]
fn every_scenario_is_drawn_in_light_and_dark() {
    for scenario in lessons::scenarios() {
        let story = Story::open(&format!("/s/{}/1", scenario.id)).act(Action::Last);
        for slide in [Slide::Stage, Slide::Keys] {
            let [light, dark] =
                [false, true].map(|dark| slide.svg(&story, dark).unwrap_or_else(|| panic!("{}", slide.name())));
            assert!(light.starts_with("<svg xmlns=") && light.ends_with("</g></svg>"), "{}", scenario.id);
            assert!(
                light.contains("#fbfaf7") && !dark.contains("#fbfaf7") && dark.contains("#14171c"),
                "{}",
                scenario.id
            );
            assert_eq!(light.len(), dark.len(), "{}: but for its colours it is the same", scenario.id);
        }
        let stage = Slide::Stage.svg(&story, false).expect("a stage");
        for row in story.page().stage.rows.iter() {
            assert!(stage.contains(&format!(">{}</text>", row.step)), "{}: step {}", scenario.id, row.step);
        }
    }
}

#[test]
fn a_record_is_drawn_at_the_steps_that_seal_one() {
    let story = Story::open("/s/tls13-full/1");
    let (_, count) = story.position();
    let drawn: Vec<usize> =
        (1..=count).filter(|&step| Slide::Record.svg(&story.act(Action::GoTo(step)), false).is_some()).collect();
    assert!(!drawn.is_empty() && drawn.len() < count, "{drawn:?}");
    assert!(!drawn.contains(&1), "nothing is sealed before the first hello");
}

#[test]
fn a_run_is_one_page_that_needs_nothing_else() {
    for scenario in lessons::scenarios() {
        let story = Story::open(&format!("/s/{}/1", scenario.id));
        let page = html(&story);
        for outside in ["http-equiv", " src=", " href=", "url(", "@import"] {
            assert!(!page.contains(outside), "{}: {outside}", scenario.id);
        }
        let (_, count) = story.position();
        for step in 1..=count {
            assert!(page.contains(&format!("id=\"step-{step}\"")), "{}: step {step}", scenario.id);
        }
    }
}
