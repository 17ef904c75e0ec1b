//! Lessons, as a person takes them: by the mouse, by keys, on paper, in a learning platform.

use crate::harness::{ADDRESS, Key, Page, browse};
use handshake_app::view::Answering;
use handshake_lessons::lesson::{Answer, Kind};
use handshake_lessons::lesson::{Lesson, Step};
use handshake_lessons::{glossary, lessons, markdown, terms, word};
use handshake_player::lesson::{Do, Judgement, Player, order};

/// The first step that asks something of a kind: the lesson and the step's number.
fn asking(wanted: Kind) -> Option<(&'static Lesson, usize)> {
    lessons().iter().find_map(|lesson| {
        let asks = |step: &handshake_lessons::lesson::Step| {
            step.question.as_ref().is_some_and(|question| Kind::from(&question.answer) == wanted)
        };
        lesson.step.iter().position(asks).map(|at| (lesson, at + 1))
    })
}

fn asked(lesson: &'static Lesson, number: usize) -> &'static Answer {
    &lesson.step[number - 1].question.as_ref().expect("a question").answer
}

fn open(lesson: &Lesson, number: usize) -> Player {
    Player::open(&format!("/l/{}/{number}", lesson.id)).expect("a lesson")
}

/// Ids of the right and of a wrong answer of a choice.
fn answers(player: &Player) -> (String, String) {
    let Some(Answering::Choice(options)) = player.page().question.map(|question| question.answering) else {
        panic!("no choice")
    };
    let right = |id: &String| matches!(player.act(Do::Answer(id.clone())).verdict(), Judgement::Right(_));
    let (right, wrong): (Vec<String>, Vec<String>) = options.into_iter().map(|option| option.id).partition(right);
    (right[0].clone(), wrong[0].clone())
}

/// The place of an answer on the page, from 1.
fn place(player: &Player, id: &str) -> usize {
    let Some(Answering::Choice(options)) = player.page().question.map(|question| question.answering) else {
        panic!("no choice")
    };
    options.iter().position(|option| option.id == id).expect("an option") + 1
}

async fn answer(page: &Page, player: &Player, id: &str) {
    page.click(&format!(".answers li:nth-child({}) button", place(player, id))).await;
}

#[test]
pub fn home_leads_along_the_path_and_remembers() {
    browse(async |page| {
        page.open("/").await;
        page.expect("document.querySelectorAll('.path a.stop').length", lessons().len()).await;
        page.click(".path li:first-child a").await;
        page.expect(ADDRESS, format!("/l/{}/1", lessons()[0].id)).await;
        page.expect("document.querySelector('.lesson-text h2').textContent.includes('1/')", true).await;
        page.press(Key::Right).await;
        page.expect(ADDRESS, format!("/l/{}/2", lessons()[0].id)).await;
        page.open("/").await;
        page.expect("document.querySelectorAll('.stop.begun').length", 1).await;
        page.click(".path-head a").await;
        page.expect(ADDRESS, format!("/l/{}/2", lessons()[0].id)).await;
    });
}

#[test]
pub fn a_wrong_answer_is_shown_to_be_wrong_and_a_right_one_leads_on() {
    let (lesson, number) = asking(Kind::Choice).expect("a choice");
    let player = open(lesson, number);
    let (right, wrong) = answers(&player);
    browse(async |page| {
        page.open(&player.address()).await;
        page.expect("document.querySelector('.lesson-way a:last-child').textContent", word("skip")).await;
        answer(page, &player, &wrong).await;
        page.expect("document.querySelector('.question').className", "question wrong").await;
        page.expect("document.querySelector('.refuting') !== null", true).await;
        let shown = player.act(Do::Answer(wrong.clone()));
        page.expect("document.querySelector('.row.now').dataset.step", shown.story().position().0.to_string()).await;
        page.click(".question > .button").await;
        page.expect("document.querySelectorAll('.hint-text').length", 1).await;
        answer(page, &player, &right).await;
        page.expect("document.querySelector('.question').className", "question right").await;
        page.expect("document.querySelectorAll('.lesson-dots .answered').length", 1).await;
        page.click(".lesson-way a:last-child").await;
        page.expect(ADDRESS, format!("/l/{}/{}", lesson.id, number + 1)).await;
        page.expect("document.activeElement.id", "lesson").await;
    });
}

#[test]
pub fn things_are_put_in_order_by_the_keyboard() {
    let Some((lesson, number)) = asking(Kind::Order) else { panic!("no lesson asks for an order") };
    let player = open(lesson, number);
    let Some(Answering::Order(items)) = player.page().question.map(|question| question.answering) else { panic!() };
    let run = player.story().run();
    let Answer::Order(sequence) = asked(lesson, number) else { panic!("no order") };
    let right = order(sequence, run).unwrap();
    browse(async |page| {
        page.open(&player.address()).await;
        let mut now: Vec<usize> = items.iter().map(|item| item.id.parse().unwrap()).collect();
        let shown = "Array.from(document.querySelectorAll('.order .item')).map(item => item.dataset.item).join()";
        for (to, wanted) in right.iter().enumerate() {
            let mut at = now.iter().position(|one| one == wanted).unwrap();
            page.focus(&format!(".order .item[data-item='{wanted}']")).await;
            while at > to {
                page.press(Key::Up).await;
                now.swap(at, at - 1);
                at -= 1;
                page.expect(shown, now.iter().map(usize::to_string).collect::<Vec<_>>().join(",")).await;
                page.expect("document.activeElement.dataset.item", wanted.to_string()).await;
            }
        }
        page.focus(".question .button.primary").await;
        page.press(Key::Enter).await;
        page.expect("document.querySelector('.question').className", "question right").await;
        // The button is gone, and the focus is not lost: Tab goes on from the verdict.
        page.expect("document.activeElement.id", "feedback").await;
    });
}

#[test]
pub fn things_are_put_in_order_by_dragging() {
    let Some((lesson, number)) = asking(Kind::Order) else { panic!("no lesson asks for an order") };
    let player = open(lesson, number);
    let Some(Answering::Order(items)) = player.page().question.map(|question| question.answering) else { panic!() };
    let Answer::Order(sequence) = asked(lesson, number) else { panic!("no order") };
    let right = order(sequence, player.story().run()).unwrap();
    browse(async |page| {
        page.open(&player.address()).await;
        let mut now: Vec<usize> = items.iter().map(|item| item.id.parse().unwrap()).collect();
        let shown = "Array.from(document.querySelectorAll('.order .item')).map(item => item.dataset.item).join()";
        for (to, wanted) in right.iter().enumerate() {
            let at = now.iter().position(|one| one == wanted).unwrap();
            if at != to {
                page.drag(
                    &format!(".order .item[data-item='{wanted}']"),
                    &format!(".order li:nth-child({}) .item", to + 1),
                )
                .await;
                let item = now.remove(at);
                now.insert(to, item);
            }
            page.expect(shown, now.iter().map(usize::to_string).collect::<Vec<_>>().join(",")).await;
        }
        page.click(".question .button.primary").await;
        page.expect("document.querySelector('.question').className", "question right").await;
    });
}

#[test]
pub fn a_key_is_picked_in_the_graph() {
    let (lesson, number) = asking(Kind::Key).expect("a key to pick");
    let player = open(lesson, number);
    let Answer::Key(wanted) = asked(lesson, number) else { panic!("no key") };
    let runs = handshake_player::query::Runs::default();
    let place = handshake_player::query::QueryContext { run: player.story().run(), runs: &runs };
    let wanted = handshake_player::query::ask(&wanted.key, &place).expect("a key").text();
    browse(async |page| {
        page.open(&player.address()).await;
        page.expect("document.querySelectorAll('.keys-drawing [data-node]').length > 3", true).await;
        let other = page
            .text("[...document.querySelectorAll('.keys-drawing [data-node]')].map(one => one.dataset.node)[0]")
            .await;
        assert_ne!(other, wanted, "the first is not the one");
        page.click(&format!(".keys-drawing [data-node='{other}'] text")).await;
        page.click(".question .button.primary").await;
        page.expect("document.querySelector('.question').className", "question wrong").await;
        page.click(&format!(".keys-drawing [data-node='{wanted}'] text")).await;
        page.click(".question .button.primary").await;
        page.expect("document.querySelector('.question').className", "question right").await;
    });
}

#[test]
pub fn bytes_are_picked_in_the_hex() {
    let Some((lesson, number)) = asking(Kind::Bytes) else { panic!("no lesson asks for bytes") };
    let player = open(lesson, number);
    let Answer::Bytes(field) = asked(lesson, number) else { panic!("no field") };
    let wanted = field.bytes;
    browse(async |page| {
        page.open(&player.address()).await;
        page.expect("document.querySelector('.pick .button').disabled", true).await;
        page.open(&player.act(Do::Run(handshake_app::Action::SelectField(wanted.0.to_owned()))).address()).await;
        page.expect("document.querySelector('.pick code').textContent", wanted.0).await;
        page.click(".pick .button").await;
        page.expect("document.querySelector('.question').className", "question right").await;
        // A click in the hex is a pick, too.
        page.open(&player.address()).await;
        page.click(".hex-run").await;
        page.expect("document.querySelector('.pick .button').disabled", false).await;
    });
}

#[test]
pub fn a_task_is_solved_in_the_setup() {
    let Some((lesson, number)) = asking(Kind::Task) else { panic!("no lesson has a task") };
    let player = open(lesson, number);
    let Answer::Task(task) = asked(lesson, number) else { panic!("no task") };
    let solution = task.solution.0;
    browse(async |page| {
        page.open(&player.address()).await;
        page.click(".pick .button").await;
        for part in solution.split('&') {
            let (id, value) = part.split_once('=').unwrap();
            if page.js(&format!("document.querySelector('#setting-{id}').tagName")).await == "SELECT" {
                page.choose(&format!("#setting-{id}"), value).await;
            } else {
                page.fill(&format!("#setting-{id}"), value).await;
            }
        }
        page.press(Key::Escape).await;
        page.expect("document.querySelector('.question').className", "question right").await;
        page.expect("document.activeElement.id", "feedback").await;
    });
}

#[test]
pub fn one_explores_and_comes_back() {
    let player = open(&lessons()[0], 1);
    browse(async |page| {
        page.open(&player.address()).await;
        page.expect("document.querySelector('.timeline')", serde_json::Value::Null).await;
        page.click(".lesson-way button").await;
        page.expect("document.querySelector('.timeline') !== null", true).await;
        page.press(Key::End).await;
        let last = player.story().position().1.to_string();
        page.expect("document.querySelector('.row.now').dataset.step", last).await;
        page.click(".lesson-way button").await;
        page.expect(ADDRESS, player.address()).await;
        page.expect("document.querySelector('.timeline')", serde_json::Value::Null).await;
    });
}

#[test]
pub fn every_step_of_every_lesson_fits_a_small_phone() {
    browse(async |page| {
        page.size(320, 640).await;
        for lesson in lessons() {
            page.open(&format!("/l/{}/1", lesson.id)).await;
            for number in 1..=lesson.step.len() {
                page.expect(ADDRESS, format!("/l/{}/{number}", lesson.id)).await;
                page.expect("document.querySelector('.lesson-number').textContent.split('/')[0]", number.to_string())
                    .await;
                let wide = page.js("document.documentElement.scrollWidth").await;
                assert!(wide.as_u64().unwrap() <= 320, "{} {number} is {wide} wide", lesson.id);
                if number < lesson.step.len() {
                    page.js("document.querySelector('.lesson-way a:last-child').click()").await;
                }
            }
        }
        for address in ["/", "/glossary", "/progress", "/certificate", "/teach", "/class"] {
            page.open(address).await;
            let wide = page.js("document.documentElement.scrollWidth").await;
            assert!(wide.as_u64().unwrap() <= 320, "{address} is {wide} wide");
        }
    });
}

#[test]
pub fn the_glossary_is_searched_and_words_lead_to_it() {
    browse(async |page| {
        page.open("/glossary").await;
        page.expect("document.querySelectorAll('.entry').length", terms().len()).await;
        page.fill(".search input", "ephemeral").await;
        page.expect("document.querySelector('.entry dt').textContent", "ephemeral").await;
        // In Spanish: without accents, and by the English name, too.
        let count = "document.querySelectorAll('.entry').length";
        for query in ["efimero", "CLAVE PUBLICA", "ephemeral"] {
            page.open("/glossary?lang=es").await;
            page.expect(count, terms().len()).await;
            page.fill(".search input", query).await;
            page.expect(&format!("{count} > 0 && {count} < {}", terms().len() / 2), true).await;
        }
        page.open("/glossary?lang=en").await;
        page.open("/s/tls13-full/1").await;
        // A dotted word is told over what is open; from there one can go on to all of the glossary.
        page.click(".told a.term").await;
        page.click("dialog a[href^='/glossary/']").await;
        page.expect("location.pathname.startsWith('/glossary/')", true).await;
        page.expect("document.querySelector('dialog') === null", true).await;
        page.expect("document.querySelectorAll('.entry.sought').length", 1).await;
    });
}

#[test]
pub fn a_dotted_word_leaves_the_lesson_and_its_answer_as_they_are() {
    browse(async |page| {
        let has_term = |step: &Step| {
            let text = glossary::link(markdown::parse(&step.text), &[]);
            format!("{text:?}").contains("Term")
        };
        let at = lessons()[0].step.iter().position(|step| has_term(step) && step.question.is_some()).expect("a term");
        page.open(&format!("/l/{}/{}?answer=0", lessons()[0].id, at + 1)).await;
        let address = page.address().await;
        let term = "document.querySelector('.lesson-card a.term')";
        let title = page.text(&format!("{term}.getAttribute('href').split('/').pop()")).await;
        page.js(&format!("{term}.focus()")).await;
        page.press(Key::Enter).await;
        page.expect("document.querySelector('dialog[open] h2') !== null", true).await;
        page.expect(&format!("document.querySelector('dialog a[href$=\"/{title}\"]') !== null"), true).await;
        // What lies below is not stepped meanwhile.
        page.press(Key::Right).await;
        page.expect("location.pathname + location.search", address.as_str()).await;
        page.press(Key::Escape).await;
        page.expect("document.querySelector('dialog') === null", true).await;
        page.expect(&format!("document.activeElement === {term}"), true).await;
        page.expect("location.pathname + location.search", address.as_str()).await;
    });
}

/// No box of a card lies over another, and none is squeezed to less than what stands in it.
const SQUEEZED: &str = "(() => {
    const card = document.querySelector('.question').parentElement;
    const told = [];
    const boxes = Array.from(card.children).filter(one => one.getClientRects().length && !one.matches('.skip'));
    for (const one of boxes) {
        if (one.scrollHeight > one.clientHeight + 2 && getComputedStyle(one).overflowY === 'visible') told.push('squeezed: ' + one.className);
    }
    boxes.forEach((one, at) => boxes.slice(at + 1).forEach(other => {
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        if (getComputedStyle(one).position !== 'sticky' && getComputedStyle(other).position !== 'sticky'
            && a.bottom > b.top + 1 && b.bottom > a.top + 1 && a.right > b.left + 1 && b.right > a.left + 1) told.push(one.className + ' over ' + other.className);
    }));
    return told.join('; ');
})()";

#[test]
pub fn an_answer_squeezes_and_covers_nothing() {
    browse(async |page| {
        for (width, height) in [(1280, 800), (1366, 640), (390, 844)] {
            page.size(width, height).await;
            for lesson in [&lessons()[0], &lessons()[2]] {
                for (at, step) in lesson.step.iter().enumerate() {
                    let options = match step.question.as_ref().map(|question| &question.answer) {
                        Some(Answer::Choice(choices)) => choices.option.len(),
                        _ => continue,
                    };
                    for answer in 0..options.min(2) {
                        page.open(&format!("/l/{}/{}?answer={answer}", lesson.id, at + 1)).await;
                        page.expect("document.querySelector('.question') !== null", true).await;
                        page.expect(SQUEEZED, "").await;
                    }
                }
            }
        }
    });
}

#[test]
pub fn what_the_run_says_is_found_from_within_a_lesson() {
    let lesson = &lessons()[0];
    browse(async |page| {
        page.open(&open(lesson, 1).address()).await;
        page.press('f').await;
        page.fill("#find", "random").await;
        page.click("dialog .hits a").await;
        page.expect("document.querySelector('dialog') === null", true).await;
        page.expect("document.querySelector('.hex-run.selected') !== null", true).await;
        page.expect("location.pathname.startsWith('/l/')", true).await;
    });
}

#[test]
pub fn short_ways_lead_to_the_inspector_and_back_to_the_question() {
    let (lesson, number) = asking(Kind::Bytes).expect("a step that asks for bytes");
    browse(async |page| {
        page.open(&open(lesson, number).address()).await;
        let now = "document.activeElement.id || document.activeElement.className";
        // The first thing that Tab meets leads to the lesson; the next to what there is to look at.
        page.press(Key::Tab).await;
        page.expect(now, "skip button").await;
        page.press(Key::Enter).await;
        page.expect(now, "lesson").await;
        // From there the question is one way, and the text's own links and the inspector another.
        page.press(Key::Tab).await;
        page.expect("document.activeElement.textContent", word("skip-to-question")).await;
        let short = "document.activeElement.matches('.lesson-card > .skip')";
        let inside = "document.querySelectorAll('.lesson-dots a[tabindex=\"0\"], .lesson-text a').length";
        let between = page.js(inside).await.as_u64().expect("a number");
        for _ in 0..=between {
            page.press(Key::Tab).await;
        }
        page.expect(short, true).await;
        page.expect("document.activeElement.getBoundingClientRect().top >= 0", true).await;
        page.press(Key::Enter).await;
        page.expect(now, "inspector").await;
        // Backwards from the question's own way: it is the last thing beside the run.
        page.js("document.querySelector('.lesson-split > .skip').focus()").await;
        page.press(Key::Enter).await;
        page.expect(now, "question").await;
    });
}

#[test]
pub fn a_lesson_begins_with_little() {
    browse(async |page| {
        page.open("/l/why-tls/1").await;
        // A wire without TLS: what crosses, past whom, and no run of TLS beside it.
        page.expect("document.querySelectorAll('main [role=list] li').length", 5).await;
        let letters = "[...document.querySelectorAll('main [role=img] b')].map(one => one.textContent).join('')";
        page.expect(letters, "My PIN is 2468").await;
        page.expect("document.querySelector('[role=tablist]') === null", true).await;
        page.expect("document.querySelector('header [role=radiogroup]') === null", true).await;
        page.open("/l/why-tls/2").await;
        page.expect("document.querySelectorAll('main h2').length", 1).await;
        page.expect("document.querySelector('[role=tablist]') === null", true).await;
        page.open("/l/why-tls/3").await;
        page.expect("document.querySelectorAll('[role=tab]').length", 1).await;
    });
}

#[test]
pub fn the_steps_are_one_stop_of_the_tab_key_and_arrows_move_among_them() {
    browse(async |page| {
        page.open("/l/why-tls/3").await;
        let now = "document.activeElement.closest('li')?.dataset.number ?? document.activeElement.id";
        let stops = "document.querySelectorAll('.lesson-dots a[tabindex=\"0\"]').length";
        let current =
            "[...document.querySelectorAll('.lesson-dots [aria-current=step]')].map(link => link.tabIndex).join()";
        let shown = "getComputedStyle(document.activeElement.querySelector('span')).clipPath";
        page.expect(stops, 1).await;
        page.expect(current, "0").await;
        page.focus(".lesson-dots [aria-current=step]").await;
        page.expect(now, "3").await;
        let last = page.text("String(document.querySelectorAll('.lesson-dots li').length)").await;
        let moves = [(Key::Right, "4"), (Key::Down, "5"), (Key::Left, "4"), (Key::Up, "3"), (Key::Home, "1")];
        for (key, at) in moves.into_iter().chain([(Key::Left, "1"), (Key::End, &last), (Key::Right, &last)]) {
            page.press(key).await;
            page.expect(now, at).await;
            // Its name is there to be read, and nothing was left.
            page.expect(shown, "none").await;
            page.expect("location.pathname", "/l/why-tls/3").await;
        }
        page.press(Key::Left).await;
        page.press(Key::Enter).await;
        let before = last.parse::<usize>().expect("a number") - 1;
        page.expect("location.pathname", format!("/l/why-tls/{before}")).await;
        page.expect(now, "lesson").await;
        // One more Tab leaves the row.
        page.focus(".lesson-dots [aria-current=step]").await;
        page.press(Key::Tab).await;
        page.expect("document.activeElement.closest('.lesson-dots') === null", true).await;
        // So it does from a dot before the step's own; and the row is entered at that one again.
        page.focus(".lesson-dots [aria-current=step]").await;
        page.press(Key::Left).await;
        page.expect(stops, 1).await;
        page.press(Key::Tab).await;
        page.expect("document.activeElement.closest('.lesson-dots') === null", true).await;
        page.expect(current, "0").await;
        page.expect(stops, 1).await;
    });
}

#[test]
pub fn a_wrong_pick_stays_in_sight_with_what_it_is_and_goes_with_the_next_one() {
    let (lesson, number) = asking(Kind::Bytes).expect("a step that asks for bytes");
    let Answer::Bytes(field) = asked(lesson, number) else { panic!("no field") };
    let wanted = field.bytes;
    let picked = "ClientHello.random";
    assert_ne!(wanted.0, picked);
    browse(async |page| {
        page.open(&format!("/l/{}/{number}?answer={picked}", lesson.id)).await;
        page.expect("document.querySelector('.question').className", "question wrong").await;
        page.expect("document.querySelector('.hex-run.selected') !== null", true).await;
        page.expect("document.querySelector('#feedback').textContent.includes('0x06–0x25')", true).await;
        page.click("[data-field='ClientHello.legacy_version'], .hex-run:not(.selected)").await;
        page.expect("document.querySelector('.question').className", "question").await;
        page.expect("document.querySelector('#feedback').textContent", "").await;
    });
}

#[test]
pub fn a_wrong_order_marks_the_two_that_show_it() {
    let (lesson, number) = asking(Kind::Order).expect("an order");
    browse(async |page| {
        page.open(&open(lesson, number).address()).await;
        page.click(".question .button.primary").await;
        page.expect("document.querySelector('.question').className", "question wrong").await;
        page.expect("document.querySelectorAll('.order .wrong').length", 2).await;
        page.expect("document.querySelector('.refuting') !== null", true).await;
        page.expect("document.activeElement.className", "button primary").await;
    });
}
