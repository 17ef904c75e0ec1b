//! The verdict on what somebody has answered.

use super::kind::{Judgement, Kind, kind};
use super::picked;
use super::player::Player;
use super::question::{answer_to, task};
use handshake_lessons as lessons;
use handshake_lessons::lesson::Place;

pub(super) fn judge(player: &Player) -> Judgement {
    let Some(question) = &player.step().question else { return Judgement::Nothing };
    let answered = || -> Result<Judgement, String> {
        let run = player.asked()?;
        match (kind(question), &player.answer) {
            (Some(Kind::Task), _) => task(question, player.story.run(), &run, &player.runs),
            (Some(kind), Some(answer)) => {
                let verdict = answer_to(question, kind, answer, &run, &player.runs)?;
                // What was picked is what is shown, and the run says what it is.
                Ok(match (verdict, kind) {
                    (Judgement::Wrong { why, .. }, Kind::Bytes | Kind::Key) => {
                        let why = match picked::told(player, question, kind, answer, &run) {
                            Some(more) => format!("{why} {more}"),
                            None => why,
                        };
                        Judgement::Wrong { why, see: Place::default() }
                    }
                    (verdict, _) => verdict,
                })
            }
            _ => Ok(Judgement::Open),
        }
    };
    answered()
        .unwrap_or_else(|problem| Judgement::Wrong { why: lessons::markdown::escape(&problem), see: Place::default() })
}
