//! What stands beside the words: little at first, and each part of it from where it is taught.

use handshake_app::Action;
use handshake_app::options::Tab;
use handshake_app::view::Beside;
use handshake_lessons::{OneOf, lessons};
use handshake_player::lesson::{Do, Player, start};

fn open(address: &str) -> Player {
    Player::open(address).expect("a lesson")
}

fn shown(player: &Player) -> (Beside, Vec<Tab>) {
    let page = player.page();
    (page.beside, page.page.tabs.iter().map(|tab| tab.value).collect())
}

#[test]
fn a_beginner_meets_each_part_where_the_lesson_comes_to_it() {
    assert_eq!(shown(&open("/l/why-tls/1")).0, Beside::Wire);
    let second = open("/l/why-tls/2");
    assert_eq!(shown(&second).0, Beside::Stage);
    assert_eq!(shown(&open("/l/why-tls/3")), (Beside::Panel, vec![Tab::Bytes]));
    assert_eq!(shown(&open("/l/why-tls/4")), (Beside::Panel, vec![Tab::Bytes, Tab::Record]));
    // Whoever looks around has everything, and finds back.
    let free = second.act(Do::Explore(true));
    assert_eq!(shown(&free), (Beside::Panel, Tab::ALL.to_vec()));
    assert_eq!(shown(&free.act(Do::Return)).0, Beside::Stage);
    assert_eq!(shown(&second.act(Do::Run(Action::Next))), (Beside::Panel, Tab::ALL.to_vec()));
    // A case may need any of them.
    let cases = (1..).map_while(|step| Player::open(&format!("/l/why-tls/{step}")).filter(|one| one.number() == step));
    assert!(cases.last().is_some_and(|last| shown(&last).1 == Tab::ALL));
}

#[test]
fn whoever_comes_from_another_lesson_knows_the_panel() {
    for lesson in lessons().iter().filter(|lesson| !lesson.needs.is_empty()) {
        assert_eq!(shown(&open(&start(lesson, None))), (Beside::Panel, Tab::ALL.to_vec()), "{}", lesson.id);
    }
}

#[test]
fn what_a_step_points_to_is_there() {
    for lesson in lessons() {
        for (index, step) in lesson.step.iter().enumerate().filter(|(_, step)| !step.tab.is_empty()) {
            let player = open(&handshake_app::route::Route::lesson(lesson.id.0, index + 1).to_string());
            let (beside, tabs) = shown(&player);
            let wanted = Tab::of_id(&step.tab).expect("a tab");
            assert!(beside == Beside::Panel && tabs.contains(&wanted), "{} {}", lesson.id, index + 1);
        }
    }
}
