//! A packed lesson in the smallest learning platform there is: a frame, and an object `API` beside it.

use crate::harness::{Page, browse, handshake, root};
use handshake_app::view::Answering;
use handshake_core::keys::ScheduleEntry;
use handshake_lessons::lesson::{Answer, Lesson};
use handshake_lessons::{Language, lessons, set_language};
use handshake_player::lesson::{Do, Judgement, Player, order, place, start, with};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use xtask::args::PACKED;

const PLATFORM: &str = r#"<!doctype html><meta charset="utf-8"><title>Platform</title><script>
window.said = {}, window.calls = [];
window.API = {
  LMSInitialize: () => (calls.push("LMSInitialize"), "true"),
  LMSFinish: () => (calls.push("LMSFinish"), "true"),
  LMSGetValue: (name) => said[name] ?? (name === "cmi.core.lesson_status" ? "not attempted" : ""),
  LMSSetValue: (name, value) => (said[name] = value, "true"),
  LMSCommit: () => (calls.push("LMSCommit"), "true"),
  LMSGetLastError: () => "0", LMSGetErrorString: () => "", LMSGetDiagnostic: () => "",
};
</script><iframe src="content/index.html" width="1200" height="700"></iframe>"#;

/// Packs the lessons with the page under test, and unpacks one where a platform would.
fn platform(lesson: &Lesson, language: Language) -> PathBuf {
    let site = std::env::var_os("HANDSHAKE_SITE").map_or_else(|| root().join("target/site"), PathBuf::from);
    // In each browser a folder of its own.
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("handshake-scorm-{}-{number}", std::process::id()));
    let done = Command::new(handshake())
        .args(["lesson", "pack"])
        .current_dir(root())
        .args(["--lang", language.tag(), "--site"])
        .arg(site)
        .arg("--out")
        .arg(&folder)
        .status()
        .expect("our own");
    assert!(done.success(), "the lessons are packed");
    let zips: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path()).collect();
    assert_eq!(zips.len(), lessons().len(), "a package for each lesson");
    let zip = folder.join(format!("handshake-lab-{:02}-{}-{}.zip", lesson.number, lesson.id, language.tag()));
    unpack(&zip, &folder.join("content"));
    std::fs::write(folder.join("index.html"), PLATFORM).unwrap();
    folder
}

fn unpack(zip: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let mut archive = zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap();
    let mut manifest = String::new();
    archive.by_name("imsmanifest.xml").unwrap().read_to_string(&mut manifest).unwrap();
    assert!(manifest.contains("<schemaversion>1.2</schemaversion>") && manifest.contains("adlcp:scormtype=\"sco\""));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().to_owned();
        assert!(
            name == "imsmanifest.xml" || manifest.contains(&format!("href=\"{name}\"")),
            "{name} is in the manifest"
        );
        std::io::copy(&mut file, &mut std::fs::File::create(to.join(name)).unwrap()).unwrap();
    }
}

/// The same step with the right answer: handed in, or (a task) brought about.
fn answered(player: &Player) -> Option<Player> {
    let asked = player.step().question.as_ref()?;
    let answers: Vec<String> = match player.page().question?.answering {
        Answering::Choice(options) => options.into_iter().map(|option| option.id).collect(),
        Answering::Order(_) => {
            let Answer::Order(sequence) = &asked.answer else { panic!("no order") };
            let order = order(sequence, player.story().run()).expect("an order");
            vec![order.iter().map(usize::to_string).collect::<Vec<_>>().join(",")]
        }
        Answering::Bytes(_) => {
            let Answer::Bytes(field) = &asked.answer else { panic!("no field") };
            vec![field.bytes.0.to_owned()]
        }
        Answering::Key(_) => ScheduleEntry::ALL.iter().map(|node| node.name().to_owned()).collect(),
        Answering::Task { .. } => {
            let run = place(player.lesson(), player.number()).run;
            let Answer::Task(task) = &asked.answer else { panic!("no task") };
            return Some(player.act(Do::Open(format!("/s/{}", with(&run, &task.solution)))));
        }
    };
    let mut tried = answers.into_iter().map(|answer| player.act(Do::Answer(answer)));
    tried.find(|player| matches!(player.verdict(), Judgement::Right(_)))
}

async fn said(page: &Page, name: &str, wanted: &str) {
    page.expect(&format!("said['cmi.core.{name}']"), wanted).await;
}

#[test]
pub fn a_platform_hears_of_completion_and_score() {
    let lesson = &lessons()[0];
    let folder = platform(lesson, Language::English);
    let site = handshake_site::serve::Site::bind(&folder, [127, 0, 0, 1].into(), 0)
        .unwrap_or_else(|error| panic!("{error}"))
        .spawn();
    browse(async |page| {
        page.open_elsewhere(&site).await;
        let inner = "document.querySelector('iframe').contentDocument";
        page.expect(&format!("{inner}?.querySelector('.lesson-text h2') != null && calls[0]"), "LMSInitialize").await;
        said(page, "lesson_status", "incomplete").await;
        page.expect(&format!("getComputedStyle({inner}.querySelector('.brand')).display"), "none").await;
        let mut player = Player::open(&start(lesson, None)).unwrap();
        let mut clicked = 0;
        loop {
            said(page, "lesson_location", &format!("/l/{}/{}", lesson.id, player.number())).await;
            // Answered as a person does; what is no choice by its address, which is an answer, too.
            let question = player.page().question;
            if let (Some(right), Some(Answering::Choice(options))) =
                (answered(&player), question.map(|asked| asked.answering))
            {
                let Judgement::Right(_) = right.verdict() else { panic!("{}", right.address()) };
                let is_right =
                    |id: &str| matches!(player.act(Do::Answer(id.to_owned())).verdict(), Judgement::Right(_));
                let at = options.iter().position(|option| is_right(&option.id)).expect("one is right");
                page.js(&format!("{inner}.querySelector('.answers li:nth-child({}) button').click()", at + 1)).await;
                page.expect(&format!("{inner}.querySelector('.question').className"), "question right").await;
                clicked += 1;
            } else if let Some(right) = answered(&player) {
                let address = serde_json::json!(format!("#{}", right.address()));
                page.js(&format!("document.querySelector('iframe').contentWindow.location.hash = {address}")).await;
                page.expect(&format!("{inner}.querySelector('.question').className"), "question right").await;
            }
            let Some(next) = player.page().next else { break };
            player = Player::open(&next).unwrap();
            page.js(&format!("{inner}.querySelector('.lesson-way a:last-child').click()")).await;
        }
        assert!(clicked > 0, "{} asks for no choice", lesson.id);
        said(page, "lesson_status", "passed").await;
        said(page, "score.raw", "100").await;
        page.js("document.querySelector('iframe').remove()").await;
        page.expect("calls.at(-1)", "LMSFinish").await;
        // The same student comes back: all is as it was, and stays passed, wherever that is.
        let launch = "(() => { const frame = document.createElement('iframe'); frame.src = 'content/index.html'; \
                      frame.width = 1200; frame.height = 700; document.body.append(frame); return true; })()";
        let heading = format!("{inner}?.querySelector('.lesson-text h2') != null");
        let answered = format!("{inner}.querySelectorAll('.lesson-dots .answered').length");
        let asks = lesson.step.iter().filter(|step| step.question.is_some()).count();
        page.js("localStorage.clear() ?? sessionStorage.clear()").await;
        page.js(launch).await;
        page.expect(&heading, true).await;
        page.expect(&answered, asks).await;
        page.js(&format!("{inner}.querySelector('.lesson-way a:first-child').click()")).await;
        said(page, "lesson_location", &format!("/l/{}/{}", lesson.id, lesson.step.len() - 1)).await;
        said(page, "lesson_status", "passed").await;
        said(page, "score.raw", "100").await;
        // A platform that lost what was done has still counted it.
        page.js("document.querySelector('iframe').remove() ?? (said['cmi.suspend_data'] = '')").await;
        page.js(launch).await;
        page.expect(&heading, true).await;
        page.expect(&answered, 0).await;
        page.js(&format!("{inner}.querySelector('.lesson-way a:first-child').click()")).await;
        said(page, "lesson_location", &format!("/l/{}/{}", lesson.id, lesson.step.len() - 2)).await;
        said(page, "lesson_status", "passed").await;
        said(page, "score.raw", "100").await;
        // Another student on the same device has done nothing yet.
        page.js("document.querySelector('iframe').remove() ?? Object.keys(said).forEach(key => delete said[key])")
            .await;
        page.js(launch).await;
        page.expect(&heading, true).await;
        said(page, "lesson_status", "incomplete").await;
        page.expect(&answered, 0).await;
    });
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A package says in which language it is, whatever the browser prefers and the device had before.
#[test]
pub fn a_spanish_package_opens_in_spanish() {
    let named = Language::ALL.iter().map(|language| language.tag()).chain(["all"]);
    assert_eq!(named.collect::<Vec<_>>(), PACKED, "every language can be asked for");
    set_language(Language::Spanish);
    let lesson = &lessons()[0];
    let (title, step) = (lesson.title.0, lesson.step[0].title.0);
    let folder = platform(lesson, Language::Spanish);
    set_language(Language::English);
    let english = lessons()[0].step[0].title.0;
    assert_ne!(step, english);
    let manifest = std::fs::read_to_string(folder.join("content/imsmanifest.xml")).unwrap();
    assert!(manifest.contains(&format!("<title>{title}</title>")), "{manifest}");
    let site = handshake_site::serve::Site::bind(&folder, [127, 0, 0, 1].into(), 0)
        .unwrap_or_else(|error| panic!("{error}"))
        .spawn();
    browse(async |page| {
        page.open_elsewhere(&site).await;
        let frame = "document.querySelector('iframe')";
        let inner = format!("{frame}.contentDocument");
        let speaks = format!("{inner}?.documentElement?.lang");
        let heading = format!("{inner}?.querySelector('.lesson-text h2')?.lastChild?.textContent");
        page.expect(&heading, step).await;
        page.expect(&speaks, "es").await;
        page.expect(&format!("{inner}.querySelector('.top h1').textContent"), title).await;
        let again = format!("({frame}.contentWindow.old = true, {frame}.contentWindow.location.reload())");
        // Not the page that is about to go.
        let anew = format!("{frame}.contentWindow.old !== true && {inner}?.querySelector('select.language') != null");
        page.js("localStorage.setItem('handshake-lab.language', 'en')").await;
        page.js(&again).await;
        page.expect(&anew, true).await;
        page.expect(&heading, step).await;
        // Chosen by hand, it is as chosen, and that is nobody else's matter.
        page.js("localStorage.clear()").await;
        page.js(&format!(
            "(() => {{ const select = {inner}.querySelector('select.language'); select.value = 'en';
               select.dispatchEvent(new Event('change', {{ bubbles: true }})); return true; }})()"
        ))
        .await;
        page.expect(&heading, english).await;
        page.expect(&speaks, "en").await;
        page.expect("localStorage.getItem('handshake-lab.language')", serde_json::Value::Null).await;
    });
    std::fs::remove_dir_all(&folder).unwrap();
}
