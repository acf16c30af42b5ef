import Pages

extension FlowsPage {
    static let sample = FlowsPage(
        rows: [.sample, .unknown], further: 3, client: "", search: "",
        verdicts: [
            Choice("", "any", isChosen: true), Choice("stopped", "stopped", isChosen: false),
        ], isPaused: false, process: "process 7 on auth-1", isSignedIn: true, action: "/flows", query: "?",
        csrf: "csrf-4")
}

extension FlowsPage.Row {
    static let sample = FlowsPage.Row(
        name: "Zk3v", time: "14:03:22", moment: "2026-11-27T14:03:22.120Z", client: "Claude <Code>",
        clientID: "https://claude.ai/client", person: "ada", resource: "http://localhost:3232/mcp",
        scope: "mcp", peer: "127.0.0.1", origin: "http://localhost:6274", look: .stopped, verdict: "stopped",
        reached: "tokens issued",
        steps: [.init("registered", isReached: true), .init("token used", isReached: false)],
        finding: "token issued, never used at the resource",
        remedy: "see whether the client calls the MCP server", section: "RFC 6750 §2", requests: 7,
        isPinned: true)
    static let unknown = FlowsPage.Row(
        name: "0123456789abcdef", time: "14:02:01", moment: "2026-11-27T14:02:01.000Z", client: nil,
        clientID: nil, person: nil, resource: nil, scope: nil, peer: "192.0.2.7", origin: nil, look: .going,
        verdict: "going on", reached: "discovery", steps: [], finding: nil, remedy: nil, section: nil,
        requests: 1, isPinned: false)
}

extension FlowPage {
    static let sample = FlowPage(
        summary: .sample, lastTime: "14:05:00", day: "2026-11-27",
        hops: [
            Entry(
                number: 1, time: "14:03:22.120", moment: "2026-11-27T14:03:22.120Z", gap: nil, from: "client",
                to: "mcp-auth", what: "the metadata was fetched",
                asked: "/.well-known/oauth-authorization-server",
                isRefused: false, isProbable: true, finding: nil, section: nil, remedy: nil, reason: nil,
                facts: [],
                count: "3 times, last at 14:03:23.000", waited: nil, requestID: "0123456789abcdef"),
            Entry(
                number: 2, time: "14:03:24.000", moment: "2026-11-27T14:03:24.000Z", gap: "1.8 s",
                from: "client", to: "mcp-auth", what: "Claude <Code> was refused", asked: "POST /oauth/token",
                isRefused: true, isProbable: false, finding: "the verifier does not match",
                section: "RFC 7636 §4.6", remedy: "send the verifier of this code", reason: "verifierWrong",
                facts: [Fact("expected", "S256")], count: nil, waited: "120 ms", requestID: "0123456789abcdf0"
            ),
        ],
        diagram: FlowDiagram(
            lanes: ["client", "mcp-auth"],
            messages: [
                .init(
                    from: 0, to: 1, label: "1 /.well-known/oauth-authorization-server", isRefused: false,
                    isProbable: true),
                .init(from: 1, to: 0, label: "2 <b>", isRefused: true, isProbable: false),
                .init(from: 1, to: 1, label: "3", isRefused: false, isProbable: false),
            ]), process: nil, isSignedIn: false, action: "/flows", csrf: "csrf-5")
}
