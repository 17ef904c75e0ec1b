//! Putting in order: the run says which order is right.

use super::super::checker::Checker;
use super::super::judgement::Judgement;
use super::super::mix::{seed, shuffled};
use super::super::paper::{Item, Paper};
use super::super::player::Player;
use super::{AnswerKind, Asked, letter, no_answer};
use handshake_analysis::run::Run;
use handshake_app::view::{Answering, LessonOption, State};
use handshake_lessons::lesson::{Place, Question, Sequence};
use handshake_lessons::{Problem, say};

impl AnswerKind for Sequence {
    fn judge(&self, asked: &Asked, answer: &str) -> Result<Judgement, Problem> {
        let given: Option<Vec<usize>> = answer.split(',').map(|part| part.parse().ok()).collect();
        let given = given.ok_or_else(|| no_answer(answer))?;
        let wanted = order(self, asked.run)?;
        let mut sorted = given.clone();
        sorted.sort_unstable();
        if sorted != (0..wanted.len()).collect::<Vec<_>>() {
            return Err(no_answer(answer));
        }
        let Some((first, second)) = wrong_pair(&given, &wanted) else { return Ok(asked.right()) };
        let (first, second) = (&self.order[first], &self.order[second]);
        let step = |at: &str| asked.run.moments.iter().position(|moment| moment.key == at).map_or(0, |index| index + 1);
        let (one, two) = (step(&first.at), step(&second.at));
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("first", &first.text), ("second", &second.text), ("one", &one), ("two", &two)];
        // Where the later one happens, the earlier one has happened already.
        let see = Place { at: second.at, ..asked.question.see };
        Ok(Judgement::Wrong { why: say("order.wrong", &values), see })
    }

    /// As they were handed in; else mixed.
    fn view(&self, player: &Player, _: &Question, state: State) -> Answering {
        let len = self.order.len();
        let given: Option<Vec<usize>> =
            player.answer().and_then(|answer| answer.split(',').map(|part| part.parse().ok()).collect());
        let given = given.filter(|given| (0..len).all(|index| given.contains(&index)) && given.len() == len);
        let right = player.asked().and_then(|run| order(self, &run)).unwrap_or_default();
        // Of a wrong order the two that show it are marked; the others may be right.
        let pair = given.as_ref().filter(|_| state == State::Wrong).and_then(|given| wrong_pair(given, &right));
        let state_of = |index: usize| match pair {
            Some((first, second)) if index != first && index != second => State::Open,
            _ => state,
        };
        let item = |index: usize| LessonOption {
            id: index.to_string(),
            text: player.said(&self.order[index].text),
            state: state_of(index),
        };
        let shown = given.unwrap_or_else(|| mixed(len, seed(player), &right));
        Answering::Order(shown.into_iter().map(item).collect())
    }

    fn paper(&self, asked: &Asked, paper: &Paper, item: &mut Item) -> Result<String, Problem> {
        let right = order(self, asked.run)?;
        let mixed = mixed(self.order.len(), paper.seed, &right);
        for index in &mixed {
            item.options.push(paper.told(&self.order[*index].text)?);
        }
        item.order = true;
        let letters = right.iter().filter_map(|index| mixed.iter().position(|one| one == index));
        let letters: Vec<String> = letters.map(|at| letter(at).to_string()).collect();
        Ok(format!("**{}** · {}", letters.join(" "), asked.question.right))
    }

    fn check(&self, asked: &Asked, check: &mut Checker) {
        self.order.iter().for_each(|item| check.filled(item.text, asked.run));
        let order = match order(self, asked.run) {
            Ok(order) => order,
            Err(problem) => {
                let missing = self.order.iter().find(|item| asked.run.moments.iter().all(|one| *one.key != *item.at));
                return check.say(missing.map_or(&asked.question.ask, |item| &item.at), problem);
            }
        };
        let hand_in = |order: &[usize]| order.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        check.expect_right(asked.question, &hand_in(&order), self.judge(asked, &hand_in(&order)));
        for at in 1..order.len() {
            let mut wrong = order.clone();
            wrong.swap(at - 1, at);
            if let Some(see) = check.expect_wrong(asked.question, &hand_in(&wrong), self.judge(asked, &hand_in(&wrong)))
            {
                check.refuted(&asked.question.ask, &see);
            }
        }
    }
}

/// Mixed, and not by accident in order: that would be no question.
fn mixed(len: usize, seed: u64, right: &[usize]) -> Vec<usize> {
    let mut mixed = shuffled(len, seed);
    if mixed == right {
        mixed.rotate_left(1);
    }
    mixed
}

/// The right order, as indices.
///
/// # Errors
/// If a moment does not come.
pub fn order(sequence: &Sequence, run: &Run) -> Result<Vec<usize>, Problem> {
    let place = |at: &str| {
        let found = run.moments.iter().position(|moment| moment.key == at);
        found.ok_or_else(|| Problem::of("player.no-moment", &[("at", &at)]))
    };
    let places: Result<Vec<usize>, Problem> = sequence.order.iter().map(|item| place(&item.at)).collect();
    let places = places?;
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|index| places[*index]);
    Ok(order)
}

/// The first two neighbours that stand the wrong way round: the one that comes first in the run, and the other.
pub fn wrong_pair(given: &[usize], wanted: &[usize]) -> Option<(usize, usize)> {
    let place = |index: &usize| wanted.iter().position(|one| one == index);
    let wrong = given.windows(2).find(|pair| place(&pair[0]) > place(&pair[1]))?;
    Some((wrong[1], wrong[0]))
}
