//! Multiple choice: which option is right is asked of the run.

use super::super::checker::Checker;
use super::super::judgement::Judgement;
use super::super::mix::{seed, shuffled};
use super::super::paper::{Item, Paper};
use super::super::player::Player;
use super::{AnswerKind, Asked, letter, no_answer};
use crate::query;
use handshake_app::view::{Answering, LessonOption, State};
use handshake_lessons::Problem;
use handshake_lessons::lesson::{Choices, Question, Text};

impl AnswerKind for Choices {
    fn judge(&self, asked: &Asked, answer: &str) -> Result<Judgement, Problem> {
        let question = asked.question;
        let option = answer.parse::<usize>().ok().and_then(|at| self.option.get(at));
        let option = option.ok_or_else(|| no_answer(answer))?;
        let see = if option.see.is_empty() { question.see } else { option.see };
        let why = |text: Text| if text.is_empty() { question.right.0.to_owned() } else { text.0.to_owned() };
        Ok(match query::holds(&option.when, &asked.context())? {
            true => Judgement::Right(why(option.why)),
            false => Judgement::Wrong { why: option.why.0.to_owned(), see },
        })
    }

    fn view(&self, player: &Player, _: &Question, state: State) -> Answering {
        let option = |index: usize| LessonOption {
            id: index.to_string(),
            text: player.said(&self.option[index].text),
            state: if player.answer() == Some(&*index.to_string()) { state } else { State::Open },
        };
        Answering::Choice(shuffled(self.option.len(), seed(player)).into_iter().map(option).collect())
    }

    fn paper(&self, asked: &Asked, paper: &Paper, item: &mut Item) -> Result<String, Problem> {
        let mut answer = String::new();
        for (at, index) in shuffled(self.option.len(), paper.seed).into_iter().enumerate() {
            item.options.push(paper.told(&self.option[index].text)?);
            if let Judgement::Right(why) = self.judge(asked, &index.to_string())? {
                answer = format!("**{}** · {why}", letter(at));
            }
        }
        Ok(answer)
    }

    fn check(&self, asked: &Asked, check: &mut Checker) {
        let (question, mut right) = (asked.question, 0);
        if self.option.len() < 4 {
            check.say(&question.ask, "there are fewer than four answers");
        }
        for (index, option) in self.option.iter().enumerate() {
            check.filled(option.text, asked.run);
            check.filled(option.why, asked.run);
            match self.judge(asked, &index.to_string()) {
                Err(problem) => check.say(&option.when, problem),
                Ok(Judgement::Right(why)) => {
                    right += 1;
                    if why.is_empty() {
                        check.say(&option.text, "nothing is said after this right answer (why, or right)");
                    }
                }
                Ok(Judgement::Wrong { why, see }) => {
                    if why.is_empty() {
                        check.say(&option.text, "it does not say why this is wrong");
                    }
                    if see.is_empty() {
                        check.say(&option.text, "no run shows that this is wrong (see)");
                    }
                    check.refuted(if see.at.is_empty() { &option.text } else { &see.at }, &see);
                }
                Ok(_) => {}
            }
        }
        if right != 1 {
            check.say(&question.ask, format!("{right} of its answers are right; it has to be one"));
        }
    }
}
