//! A headless browser, or the reason why there is none.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

/// A browser of its own for one test; ended with it.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Driver,
    _profile: tempfile::TempDir,
}

struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// Starts a browser with a window of this size in CSS pixels; `None`, and a loud word, where there is none.
    pub(crate) async fn start(width: u32, height: u32) -> Option<Browser> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .ok()?
            .local_addr()
            .ok()?
            .port();
        let spawned = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = spawned else {
            eprintln!("SKIPPED: chromedriver is not installed, so no browser test was run");
            return None;
        };
        let driver = Driver(child);
        let profile = tempfile::tempdir().unwrap();
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=zh-CN",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let options = json!({
            "args": arguments,
            "prefs": { "intl.accept_languages": "zh-CN,zh" },
            // A headless window has a least width; an emulated device has none.
            "mobileEmulation": { "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1.0, "touch": false } },
        });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let address = format!("http://127.0.0.1:{port}");
        for _ in 0..50 {
            let built = ClientBuilder::rustls()
                .expect("the system's certificates can be read")
                .capabilities(capabilities.clone())
                .connect(&address)
                .await;
            if let Ok(client) = built {
                return Some(Browser {
                    client,
                    driver,
                    _profile: profile,
                });
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("chromedriver is installed but no browser answers");
    }

    pub(crate) async fn go(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Clicks the first element and waits for the page that follows.
    pub(crate) async fn click(&self, selector: &str) {
        let element = self.client.find(Locator::Css(selector)).await;
        element
            .unwrap_or_else(|error| panic!("{selector}: {error}"))
            .click()
            .await
            .unwrap();
        self.client
            .wait()
            .for_element(Locator::Css("main"))
            .await
            .unwrap();
    }

    pub(crate) async fn text(&self, selector: &str) -> String {
        let element = self.client.find(Locator::Css(selector)).await;
        element
            .unwrap_or_else(|error| panic!("{selector}: {error}"))
            .text()
            .await
            .unwrap()
    }

    pub(crate) async fn count(&self, selector: &str) -> usize {
        self.client
            .find_all(Locator::Css(selector))
            .await
            .unwrap()
            .len()
    }

    /// Waits until there are so many elements.
    pub(crate) async fn until_count(&self, selector: &str, wanted: usize) {
        for _ in 0..100 {
            if self.count(selector).await == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!(
            "{selector}: {} and not {wanted}",
            self.count(selector).await
        );
    }

    /// Types keys, as a person without a mouse does.
    pub(crate) async fn press(&self, keys: &str) {
        for key in keys.chars() {
            let body = self.client.find(Locator::Css("body")).await.unwrap();
            body.send_keys(&key.to_string()).await.unwrap();
        }
    }

    /// The value of a script's expression.
    pub(crate) async fn number(&self, expression: &str) -> f64 {
        let value = self
            .client
            .execute(&format!("return {expression}"), Vec::<Value>::new())
            .await
            .unwrap();
        value.as_f64().unwrap()
    }

    pub(crate) async fn quit(self) {
        self.client.close().await.unwrap();
        drop(self.driver);
    }
}
