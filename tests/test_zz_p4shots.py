from tests.browser.chromium import running
from tests.people import PASSWORDS
def test_shots(wire):
    wire.web.page("https://blog.example.org/2026/keeping-notes", "<p>x</p>")
    B=f"http://127.0.0.1:{wire.port}"
    with running() as chromium:
        for name, kw in (("light", dict(viewport=dict(width=1100,height=800))), ("dark", dict(viewport=dict(width=1100,height=800), color_scheme="dark")), ("phone", dict(viewport=dict(width=360,height=740)))):
            page = chromium.new_context(**kw).new_page()
            page.goto(B+"/save?url=https://blog.example.org/2026/keeping-notes&title=Keeping%20notes%20in%20a%20very%20long%20winter")
            page.fill("#name","alice"); page.fill("#password", PASSWORDS["alice"]); page.press("#password","Enter")
            page.wait_for_selector("#tags")
            page.fill("#tags","notes, winter")
            page.screenshot(path=f"/tmp/w/p4/{name}-save.png")
            page.click("main button"); page.wait_for_selector("text=Saved")
            page.screenshot(path=f"/tmp/w/p4/{name}-saved.png")
            page.goto(B+"/account"); page.locator("#feeds").scroll_into_view_if_needed()
            page.screenshot(path=f"/tmp/w/p4/{name}-account.png")
            page.click("form[action='/account/feeds'] button >> nth=0"); page.wait_for_selector("text=shown this one time")
            page.screenshot(path=f"/tmp/w/p4/{name}-feeds.png")
            page.goto(B+"/account#feeds")
            page.screenshot(path=f"/tmp/w/p4/{name}-account2.png")
            w = page.evaluate("document.documentElement.scrollWidth"); print(name, w)
            page.goto(B+"/save?url=javascript:alert(1)"); page.screenshot(path=f"/tmp/w/p4/{name}-bad.png")
