#!/usr/bin/env python3
"""Takes the README's screenshots from a running demo house, with Debian's chromium and chromedriver alone.

    cargo run --release -- demo &
    python3 web/screenshots/take.py [--url http://127.0.0.1:8080] [--all] [--folder web/screenshots]

Without --all it takes the pictures of the README; with it every page in both languages, both themes and both sizes.
"""
import argparse
import base64
import json
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.request

PASSWORD = "joute-demo"
SIZES = {"desktop": (1440, 900), "phone": (360, 800)}
TOUR = [  # file, path, person, size, theme, language
    ("home", "/", "camille", "desktop", "light", "en"),
    ("overview", "/c/flight-delay", "camille", "desktop", "light", "en"),
    ("data", "/c/flight-delay/data", "camille", "desktop", "light", "en"),
    ("submit", "/c/wildlife-strikes/submit", "camille", "desktop", "light", "en"),
    ("leaderboard", "/c/flight-delay/leaderboard", "camille", "desktop", "light", "en"),
    ("leaderboard-dark", "/c/wildlife-strikes/leaderboard", "camille", "desktop", "dark", "en"),
    ("editor", "/c/flight-delay/edit", "amelie", "desktop", "light", "en"),
    ("phone-fr", "/c/penguins/leaderboard", "camille", "phone", "light", "fr"),
    ("phone-dark", "/competitions", "camille", "phone", "dark", "en"),
]
PAGES = {
    "camille": ["/", "/competitions", "/c/flight-delay", "/c/flight-delay/evaluation", "/c/flight-delay/data",
                "/c/flight-delay/rules", "/c/flight-delay/submit", "/c/flight-delay/leaderboard",
                "/c/wildlife-strikes/leaderboard", "/c/penguins", "/c/penguins/leaderboard", "/c/penguins/submit",
                "/profile", "/api", "/nowhere"],
    "amelie": ["/competitions/new", "/c/flight-delay/edit"],
    None: ["/", "/sign-in", "/c/penguins", "/c/flight-delay"],
}


class Browser:
    """One headless Chromium, spoken to in the WebDriver protocol."""

    def __init__(self, size):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL)
        self.profile = tempfile.TemporaryDirectory()
        width, height = SIZES[size]
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 f"--user-data-dir={self.profile.name}", f"--window-size={width},{height}"]
        options = {"args": flags}
        if size == "phone":
            options["mobileEmulation"] = {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 2}}
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/status").read()
                break
            except OSError:
                time.sleep(0.05)
        wish = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
        self.session = self.call("POST", "/session", wish)["sessionId"]
        if size != "phone":
            box = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            self.command("Emulation.setDeviceMetricsOverride", box)

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, method=method,
                                         headers={"content-type": "application/json"})
        return json.load(urllib.request.urlopen(request))["value"]

    def command(self, name, params):
        return self.call("POST", f"/session/{self.session}/goog/cdp/execute", {"cmd": name, "params": params})

    def go(self, url):
        self.call("POST", f"/session/{self.session}/url", {"url": url})

    def run(self, script, *arguments):
        path = f"/session/{self.session}/execute/sync"
        return self.call("POST", path, {"script": script, "args": list(arguments)})

    def sign_in(self, url, person):
        self.go(f"{url}/sign-in")
        self.run("const f = document.querySelector('form[action=\"/sign-in\"]') || document.forms[document.forms.length-1];"
                 "f.login.value = arguments[0]; f.password.value = arguments[1]; f.submit();", person, PASSWORD)
        for _ in range(100):
            if "/sign-in" not in self.run("return location.pathname"):
                return
            time.sleep(0.05)
        raise SystemExit(f"{person} could not sign in")

    def dress(self, url, theme, language):
        for name, value in (("joute_theme", theme), ("joute_language", language)):
            self.command("Network.setCookie", {"name": name, "value": value, "url": url})

    def picture(self, place, whole=False):
        wish = {"format": "png", "captureBeyondViewport": whole}
        if whole:
            box = self.command("Page.getLayoutMetrics", {})["cssContentSize"]
            height = min(box["height"], 4000)
            wish["clip"] = {"x": 0, "y": 0, "width": box["width"], "height": height, "scale": 1}
        place.write_bytes(base64.b64decode(self.command("Page.captureScreenshot", wish)["data"]))
        wide = self.run("return [document.documentElement.scrollWidth, window.innerWidth]")
        if wide[0] > wide[1]:
            print(f"{place.name}: the page is {wide[0]} wide in a window of {wide[1]}")

    def close(self):
        self.call("DELETE", f"/session/{self.session}")
        self.driver.kill()
        self.driver.wait()
        self.profile.cleanup()


def tour(url, folder):
    for size in SIZES:
        for person in dict.fromkeys(shot[2] for shot in TOUR if shot[3] == size):
            browser = Browser(size)
            browser.sign_in(url, person)
            for name, path, _, _, theme, language in [s for s in TOUR if s[2] == person and s[3] == size]:
                browser.dress(url, theme, language)
                browser.go(url + path)
                browser.picture(folder / f"{name}.png")
            browser.close()


def everything(url, folder):
    for size in SIZES:
        for person, paths in PAGES.items():
            browser = Browser(size)
            if person:
                browser.sign_in(url, person)
            for theme, language in (("light", "en"), ("dark", "fr"), ("light", "fr"), ("dark", "en")):
                browser.dress(url, theme, language)
                for path in paths:
                    browser.go(url + path)
                    words = path.strip("/").replace("/", "-") or "home"
                    browser.picture(folder / f"{words}-{person or 'nobody'}-{size}-{theme}-{language}.png", whole=True)
            browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--all", action="store_true")
    wishes = parser.parse_args()
    wishes.folder.mkdir(parents=True, exist_ok=True)
    (everything if wishes.all else tour)(wishes.url.rstrip("/"), wishes.folder)
