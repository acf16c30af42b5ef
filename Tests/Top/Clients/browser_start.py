"""The page of who opens the server's address."""

from selenium.webdriver.common.keys import Keys

from checks import check


def a_click_selects(world):
    """what is there to be pasted is selected as a whole by one click, to the letter"""
    browser = world.browser
    browser.open(world.issuer)
    browser.run("document.querySelectorAll('details').forEach(details => { details.name = ''; details.open = true })")
    texts = browser.all("pre code")
    check(len(texts) > 12, f"{len(texts)} texts")
    for text in texts:
        text.click()
        selected = browser.run("return getSelection().toString()")
        check(selected.strip() == text.get_attribute("textContent"), f"{selected!r} is selected")


def a_button_copies(world):
    """with scripts, a button beside it puts it into the clipboard, to the letter"""
    browser = world.browser
    browser.command("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    browser.open(world.issuer)
    browser.run("document.querySelectorAll('details').forEach(details => { details.name = ''; details.open = true })")
    texts, buttons = browser.all(".copyable pre"), browser.all(".copyable button")
    check(len(texts) == len(buttons) > 12, f"{len(buttons)} buttons for {len(texts)} texts")
    for text, button in zip(texts, buttons):
        button.click()
        browser.wait(lambda: button.text == "Copied", "nothing is copied")
        copied = browser.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
        check(copied == text.get_attribute("textContent"), f"{copied!r} is copied")


def by_keyboard(world):
    """each client is opened and closed by the keyboard"""
    browser = world.browser
    browser.open(world.issuer)
    seen = set()
    for _ in range(40):
        browser.type(Keys.TAB)
        focused = browser.driver.switch_to.active_element
        if focused.tag_name != "summary":
            continue
        check(focused.value_of_css_property("outline-style") == "solid", "the focus can't be seen")
        browser.type(Keys.ENTER)
        check(browser.run("return arguments[0].parentElement.open", focused), f"{focused.text} doesn't open")
        seen.add(focused.text)
    wanted = {"curl", "MCP Inspector", "Claude Code", "Claude", "VS Code", "Cursor", "Codex", "Python", "TypeScript"}
    check(seen == wanted, f"{seen ^ wanted}")


def links(world):
    """its links lead to what they name, and its button ends the session"""
    browser = world.browser
    browser.open(world.issuer)
    addresses = [link.get_attribute("href") for link in browser.all("main a")]
    check(world.issuer + "/health" in addresses, f"the links are {addresses}")
    for address in addresses:
        browser.open(address)
        status = browser.run("return performance.getEntriesByType('navigation')[0].responseStatus")
        check(status == 200, f"{address} answers {status}")
    browser.open(world.issuer)
    browser.press("action", "logout")
    browser.wait(lambda: browser.url == world.issuer + "/logout", "nobody was signed out")


CASES = [a_click_selects, a_button_copies, by_keyboard, links]
