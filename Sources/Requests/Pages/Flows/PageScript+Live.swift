extension PageScript {
    /// Keeps a page of the timeline up to date: whenever the server says that something changed, what is marked `data-live` is taken anew
    /// from this very page. So there is one way only to draw it, and without a script it is a reload.
    package static let live = PageScript(
        code: """

            'use strict';
            (() => {
                const note = document.querySelector('[data-live-note]');
                const main = document.querySelector('[data-live]');
                if (!note || !main || !window.EventSource) return;
                const say = (words, look) => { note.textContent = words; note.dataset.look = look; };
                let timer = 0, stale = false;
                const refresh = async () => {
                    timer = 0;
                    if (document.hidden) { stale = true; return; }
                    stale = false;
                    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
                    if (!answer || (!answer.ok && answer.status !== 404)) return;
                    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
                    const fresh = page.querySelector('[data-live]');
                    if (!fresh) { location.reload(); return; }
                    const open = [...main.querySelectorAll('details[open][id]')].map(e => e.id);
                    const focus = main.contains(document.activeElement) ? document.activeElement.id : '';
                    main.replaceChildren(...fresh.childNodes);
                    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
                    if (focus) document.getElementById(focus)?.focus();
                };
                const soon = () => { timer = timer || setTimeout(refresh, 250); };
                document.addEventListener('visibilitychange', () => { if (stale && !document.hidden) soon(); });
                const events = new EventSource(location.href);
                events.onopen = () => say('Live', 'good');
                events.onerror = () => say(
                    events.readyState === 2 ? 'Not live: reload to see what is new' : 'Not live: connecting again', 'waiting');
                for (const name of ['flow', 'changed']) events.addEventListener(name, soon);
            })();

            """, connects: true)
}
