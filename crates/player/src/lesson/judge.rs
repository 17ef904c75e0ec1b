//! The verdict on what somebody has answered.

use super::judgement::Judgement;
use super::kinds::{self, Asked};
use super::player::Player;
use handshake_lessons as lessons;
use handshake_lessons::Problem;
use handshake_lessons::lesson::{Place, Question};

pub(super) fn judge(player: &Player) -> Judgement {
    let Some(question) = &player.step().question else { return Judgement::Nothing };
    judged(player, question).unwrap_or_else(|problem| Judgement::Wrong {
        why: lessons::markdown::escape(&problem.to_string()),
        see: Place::default(),
    })
}

fn judged(player: &Player, question: &Question) -> Result<Judgement, Problem> {
    let (kind, run) = (kinds::of(question), player.asked()?);
    let asked = Asked { question, run: &run, runs: &player.runs };
    if let Some(judged) = kind.judge_run(&asked, player.story.run()) {
        return judged;
    }
    let Some(answer) = &player.answer else { return Ok(Judgement::Open) };
    Ok(match kind.judge(&asked, answer)? {
        // What was picked is what is shown, and the run says what it is.
        Judgement::Wrong { why, .. } if kind.is_done_in_the_run() => {
            let why = [Some(why), kind.told(player, answer, &run)].into_iter().flatten().collect::<Vec<_>>().join(" ");
            Judgement::Wrong { why, see: Place::default() }
        }
        judgement => judgement,
    })
}
