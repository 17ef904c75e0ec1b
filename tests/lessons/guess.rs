//! Who guesses does not pass: five ways of doing without a thought, played through every lesson.

use handshake_app::view::{Answering, Inspector, LessonOption};
use handshake_lessons::lesson::{Answer, Lesson};
use handshake_lessons::lessons;
use handshake_lessons::markdown::{Block, Inline};
use handshake_player::lesson::progress::Progress;
use handshake_player::lesson::{Do, Player, start};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Points of a hundred that nobody reaches without a thought.
const MOST: f64 = 35.0;
const SEEDS: u64 = 6;

/// How somebody picks who does not think.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Guesser {
    Random,
    First,
    Longest,
    Shortest,
    /// What has most words of the step's own text.
    Familiar,
}

const ALL: [Guesser; 5] = [Guesser::Random, Guesser::First, Guesser::Longest, Guesser::Shortest, Guesser::Familiar];

/// Numbers that look like chance, and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }

    fn mix<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

fn plain(blocks: &[Block]) -> String {
    fn of(inline: &Inline, out: &mut String) {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(inner) | Inline::Strong(inner) => inner.iter().for_each(|one| of(one, out)),
            Inline::Link { text, .. } => text.iter().for_each(|one| of(one, out)),
            Inline::Term { text, .. } => out.push_str(text),
        }
    }
    let mut out = String::new();
    for block in blocks {
        let lines = match block {
            Block::Paragraph(line) => vec![line],
            Block::List(lines) => lines.iter().collect(),
        };
        lines.into_iter().flatten().for_each(|inline| of(inline, &mut out));
        out.push(' ');
    }
    out
}

/// Words that say something: of four letters or more, as far as their beginnings agree.
fn words(text: &str) -> BTreeSet<String> {
    let parts = text.split(|ch: char| !ch.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    parts.map(|word| word.to_lowercase().chars().take(6).collect()).collect()
}

/// What can be picked: what is handed in, and what is read.
fn choices(player: &Player) -> Vec<(String, String)> {
    let page = player.page();
    let read = |option: &LessonOption| (option.id.clone(), plain(&option.text));
    match page.question.expect("a question").answering {
        Answering::Choice(options) | Answering::Order(options) => options.iter().map(read).collect(),
        Answering::Bytes(_) => match page.page.inspector {
            Inspector::Bytes(view) => {
                let fields = view.hex.iter().flat_map(|line| &line.runs).map(|run| run.field.clone());
                let fields: BTreeSet<String> = fields.collect();
                fields.into_iter().map(|field| (field.clone(), field.replace(['.', '_'], " "))).collect()
            }
            other => panic!("{} {}: bytes are asked for beside {other:?}", player.lesson().id, player.number()),
        },
        Answering::Key(_) => match page.page.inspector {
            Inspector::Keys(view) => {
                view.nodes.iter().map(|node| (node.id.to_owned(), format!("{} {}", node.title, node.name))).collect()
            }
            other => panic!("{} {}: a key is asked for beside {other:?}", player.lesson().id, player.number()),
        },
        Answering::Task { .. } => Vec::new(),
    }
}

/// What is handed in first, and what second.
fn guesses(who: Guesser, player: &Player, dice: &mut Dice) -> Vec<String> {
    let mut choices = choices(player);
    if who == Guesser::Random {
        dice.mix(&mut choices);
    }
    let step = player.step();
    let known = words(&format!("{} {}", step.title, step.text));
    match who {
        Guesser::Random | Guesser::First => {}
        Guesser::Longest => choices.sort_by_key(|(_, text)| Reverse(text.chars().count())),
        Guesser::Shortest => choices.sort_by_key(|(_, text)| text.chars().count()),
        Guesser::Familiar => choices.sort_by_key(|(_, text)| Reverse(words(text).intersection(&known).count())),
    }
    let ids: Vec<String> = choices.into_iter().map(|(id, _)| id).collect();
    match &step.question.as_ref().expect("a question").answer {
        Answer::Order(_) if who == Guesser::Random => {
            let mut again = ids.clone();
            dice.mix(&mut again);
            vec![ids.join(","), again.join(",")]
        }
        Answer::Order(_) => {
            let back: Vec<String> = ids.iter().rev().cloned().collect();
            vec![ids.join(","), back.join(",")]
        }
        _ => ids.into_iter().take(2).collect(),
    }
}

fn score(who: Guesser, lesson: &'static Lesson, seed: u64) -> usize {
    let (mut progress, mut dice) = (Progress::default(), Dice(seed));
    let mut player = Player::open(&start(lesson, Some(seed))).expect("a lesson");
    loop {
        progress.note(&player, "2026-06-01");
        if player.step().question.is_some() {
            for guess in guesses(who, &player, &mut dice) {
                progress.note(&player.act(Do::Answer(guess)), "2026-06-01");
            }
        }
        match player.page().next {
            Some(next) => player = Player::open(&next).expect("a step"),
            None => return progress.standing(lesson).score,
        }
    }
}

#[test]
fn who_guesses_does_not_pass() {
    let mut high = Vec::new();
    for lesson in lessons() {
        for who in ALL {
            let sum: usize = (1..=SEEDS).map(|seed| score(who, lesson, seed)).sum();
            let mean = sum as f64 / SEEDS as f64;
            println!("{:<22} {who:?} {mean:.1}", lesson.id.0);
            if mean > MOST {
                high.push(format!("{} {who:?}: {mean:.1}", lesson.id));
            }
        }
    }
    assert!(high.is_empty(), "who guesses gets more than {MOST} of 100:\n{}", high.join("\n"));
}
