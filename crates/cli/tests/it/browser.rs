//! The main job in a real browser: sign in, upload through the form, see the state change, read the board.

use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use joute_domain::Role;
use joute_testkit::browser::Browser;
use serde_json::json;

use crate::house::{PASSWORD, TestHouse, fixtures, house_test};

/// A tab in a fresh profile of the given size; `None`, recorded as a skip, without a browser.
async fn open(browser: &Browser, width: u32, height: u32) -> Client {
    let mut arguments = browser.arguments();
    arguments.push(format!("--window-size={width},{height}"));
    let mut wishes = Capabilities::new();
    let options = json!({ "args": arguments, "binary": browser.chromium() });
    wishes.insert("goog:chromeOptions".to_owned(), options);
    wishes.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
    ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
        .capabilities(wishes)
        .connect(&browser.webdriver_url())
        .await
        .unwrap()
}

async fn sign_in(tab: &Client, house: &TestHouse, handle: &str) {
    tab.goto(&house.url("/sign-in")).await.unwrap();
    let form = tab.form(Locator::Css("form[action='/sign-in']")).await.unwrap();
    form.set_by_name("login", handle).await.unwrap();
    form.set_by_name("password", PASSWORD).await.unwrap();
    form.submit_with(Locator::Css("button")).await.unwrap();
    tab.wait().for_element(Locator::Css(".account-menu")).await.unwrap();
}

async fn text(tab: &Client, selector: &str) -> String {
    match tab.find(Locator::Css(selector)).await {
        Ok(element) => element.text().await.unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Waits until an element's text holds a word, without loading the page again.
async fn sees(tab: &Client, selector: &str, word: &str) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !text(tab, selector).await.contains(word) {
        assert!(Instant::now() < deadline, "no `{word}` in {selector} of:\n{}", text(tab, "body").await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Presses a button once it can be pressed.
async fn press(tab: &Client, selector: &str) {
    let enabled = format!("{selector}:enabled");
    tab.wait().for_element(Locator::Css(&enabled)).await.unwrap().click().await.unwrap();
}

house_test! {
    /// With JavaScript: check, submit and live state on one page, then the board; no console error on the way.
    async fn a_member_submits_in_the_browser_and_sees_the_score_arrive(house: TestHouse) {
        let Some(browser) = Browser::start() else { return };
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let _ = house.person("milo", Role::Member).await;
        let tab = open(&browser, 1440, 900).await;
        sign_in(&tab, &house, "milo").await;

        tab.goto(&house.url(&format!("/c/{slug}/submit"))).await.unwrap();
        let bad = house.folder().join("bad.csv");
        std::fs::write(&bad, "id,species\nP004,Adelie\nP004,Adelie\n").unwrap();
        tab.find(Locator::Css("#file")).await.unwrap().send_keys(bad.to_str().unwrap()).await.unwrap();
        press(&tab, "[data-check-button]").await;
        sees(&tab, "[data-report]", "P004").await;

        let good = fixtures().join("competitions/penguins/submissions/foret.csv").canonicalize().unwrap();
        let input = tab.find(Locator::Css("#file")).await.unwrap();
        input.clear().await.unwrap();
        input.send_keys(good.to_str().unwrap()).await.unwrap();
        press(&tab, "form.upload .button-primary").await;
        sees(&tab, "#my-submissions [data-state='scored']", "1.00000").await;
        sees(&tab, "#quota", "4").await;

        tab.goto(&house.url(&format!("/c/{slug}/leaderboard"))).await.unwrap();
        sees(&tab, "main table", "milo").await;
        assert!(tab.find(Locator::Css("svg.chart")).await.is_ok(), "the board has its charts");
        tab.close().await.unwrap();
    }
}

house_test! {
    /// The pages hold together on a phone and in French; nothing is wider than the screen.
    async fn the_pages_fit_a_phone_in_both_languages(house: TestHouse) {
        let Some(browser) = Browser::start() else { return };
        let host = house.person("hana", Role::Host).await;
        let slug = host.host_fixture("penguins").await;
        let member = house.person("milo", Role::Member).await;
        let id = member.submit_fixture(&slug, "foret.csv").await;
        member.verdict(&slug, &id).await;
        let tab = open(&browser, 500, 800).await;
        sign_in(&tab, &house, "hana").await;
        let pages = ["/".to_owned(), "/competitions".to_owned(), "/profile".to_owned(), "/api".to_owned()];
        let tabs = ["", "/evaluation", "/data", "/rules", "/submit", "/leaderboard", "/edit"];
        let paths: Vec<_> = pages.into_iter().chain(tabs.iter().map(|tab| format!("/c/{slug}{tab}"))).collect();
        for language in ["en", "fr"] {
            tab.execute(&format!("document.cookie = 'joute_language={language};path=/'"), vec![]).await.unwrap();
            for path in &paths {
                tab.goto(&house.url(path)).await.unwrap();
                let script = "const e = document.documentElement; return [e.lang, e.scrollWidth <= window.innerWidth]";
                let told = tab.execute(script, vec![]).await.unwrap();
                assert_eq!(told, json!([language, true]), "{path}");
                let body = tab.find(Locator::Css("main")).await.unwrap().text().await.unwrap();
                assert!(!body.contains("{{") && !body.is_empty(), "{path}");
            }
        }
        tab.close().await.unwrap();
    }
}
