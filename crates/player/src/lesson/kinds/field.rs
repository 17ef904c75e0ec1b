//! Finding a field in the bytes.

use super::super::checker::Checker;
use super::super::judgement::Judgement;
use super::super::paper::{Item, Paper};
use super::super::place::{place, stage};
use super::super::player::Player;
use super::{AnswerKind, Asked, accepts, near, picked_wrong};
use handshake_analysis::run::Run;
use handshake_app::Action;
use handshake_app::model::Model;
use handshake_app::page::{Beside, beside};
use handshake_app::view::{Answering, HexLine, Inspector, State};
use handshake_lessons as lessons;
use handshake_lessons::Problem;
use lessons::lesson::{FieldPick, Others, Place, Question, Text};
use lessons::markdown::escape;
use lessons::{say, word};

impl AnswerKind for FieldPick {
    fn judge(&self, asked: &Asked, answer: &str) -> Result<Judgement, Problem> {
        let begins = |rest: &str| rest.starts_with(['.', '[']);
        let inside = answer.strip_prefix(&*self.bytes).is_some_and(|rest| rest.is_empty() || begins(rest));
        if inside || accepts(&self.others, answer) {
            return Ok(asked.right());
        }
        let around = || {
            let name = answer.rsplit('.').next().unwrap_or_default();
            let around = self.bytes.strip_prefix(answer).is_some_and(begins);
            around.then(|| say("pick.around", &[("picked", &escape(name))]))
        };
        let why = near(&self.others, answer).or_else(around).unwrap_or_else(|| other(asked.run, answer));
        Ok(Judgement::Wrong { why, see: asked.question.see })
    }

    fn view(&self, player: &Player, _: &Question, _: State) -> Answering {
        Answering::Bytes(player.story().model().field.clone())
    }

    fn paper(&self, asked: &Asked, paper: &Paper, item: &mut Item) -> Result<String, Problem> {
        let place = Place { field: self.bytes, ..place(paper.at.lesson, paper.at.number) };
        let Inspector::Bytes(view) = stage(&place, asked.runs)?.page().inspector else {
            return Ok(asked.question.right.0.to_owned());
        };
        // Two lines of the page are one on paper.
        let line = |lines: &[HexLine]| {
            let runs = || lines.iter().flat_map(|line| &line.runs);
            [
                lines.first().map(|line| format!("{:04x}", line.offset)).unwrap_or_default(),
                runs().map(|run| run.hex.as_str()).collect::<Vec<_>>().join(" "),
                runs().map(|run| run.ascii.as_str()).collect(),
            ]
        };
        item.dump = view.hex.chunks(2).map(line).collect();
        let place = view.note.map(|note| note.place).unwrap_or_default();
        Ok(format!("{} · {}", escape(&place), asked.question.right))
    }

    fn check(&self, asked: &Asked, check: &mut Checker) {
        if !check.has(self.bytes) {
            check.say(&self.bytes, "the message shown here has no such field");
        }
        check.expect_right(asked.question, &self.bytes, self.judge(asked, &self.bytes));
        let _ = check.expect_wrong(asked.question, "record", self.judge(asked, "record"));
    }

    fn is_done_in_the_run(&self) -> bool {
        true
    }

    fn selected(&self, model: &Model) -> Option<Option<String>> {
        Some(model.field.clone())
    }

    fn select(&self, answer: &str) -> Option<Action> {
        Some(Action::SelectField(answer.to_owned()))
    }

    fn told(&self, player: &Player, answer: &str, run: &Run) -> Option<String> {
        let found = beside(player.set.model(), run, answer, &self.bytes)?;
        let way = match found.other {
            Some(Beside::Around) => return None,
            Some(Beside::Before) => word("pick.before"),
            Some(Beside::After) => word("pick.after"),
            None => "",
        };
        let is = say("pick.in-run", &[("value", &found.value), ("place", &found.place)]);
        Some(format!("{is} {way}").trim_end().to_owned())
    }

    fn others(&self) -> Option<&Others> {
        Some(&self.others)
    }

    fn can_pick(&self, pick: Text, check: &Checker) -> bool {
        check.has(pick)
    }
}

/// What another field is for.
fn other(run: &Run, answer: &str) -> String {
    // As content knows it.
    let path = handshake_wire::Span::kind_of_path(answer);
    let note = run.settings.field_text(&path).map(|field| field.text.trim()).unwrap_or_default();
    let name = path.rsplit('.').next().unwrap_or_default();
    match name.strip_suffix("#length") {
        Some(of) => picked_wrong(&say("field.length-of", &[("name", &of)]), note),
        None => picked_wrong(name, note),
    }
}
