extension PageScript {
    /// Puts a button beside each text that is there to be pasted. Where the browser lets no page write its clipboard (plain http to
    /// another machine) there is none, and a click selects the text.
    static let copy = PageScript(
        code: """

            'use strict';
            for (const text of navigator.clipboard ? document.querySelectorAll('.copyable pre') : []) {
                const button = document.createElement('button');
                button.type = 'button';
                button.className = 'small';
                button.textContent = 'Copy';
                button.setAttribute('aria-label', 'Copy ' + text.textContent.split('\\n')[0].slice(0, 60));
                button.addEventListener('click', async () => {
                    await navigator.clipboard.writeText(text.textContent);
                    button.textContent = 'Copied';
                    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
                });
                text.after(button);
            }

            """, connects: false)
}
