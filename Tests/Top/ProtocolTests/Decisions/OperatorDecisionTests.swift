import OAuthCore
import OAuthModel
import Support
import Testing
import Timeline

/// Who is not let in where who runs the server is.
let operatorCases: [DecisionCase] = [
    DecisionCase(OperatorReason.operatorUnproven, .operated) { server in
        _ = try await server.get("/flows", headers: [("Via", "1.1 proxy")])
        return .nobody
    },
    DecisionCase(OperatorReason.operatorTokenWrong, .operated) { server in
        _ = try await server.get("/flows", headers: [("Authorization", "Bearer nobody-made-this")])
        return .nobody
    },
    DecisionCase(OperatorReason.operatorSessionOver, .operated) { server in
        let browser = Browser(server, header: ("Via", "1.1 proxy"))
        browser.setCookie("mcp_auth_operator", "nobody-made-this")
        _ = try await browser.get("/flows")
        return .nobody
    },
    DecisionCase(OperatorReason.operatorTokenless) { server in
        _ = try await server.get("/flows", headers: [("Via", "1.1 proxy")])
        return .nobody
    },
    DecisionCase(OperatorReason.operatorFormForged) { server in
        _ = try await Browser(server).post("/flows", ["action": "clear"])
        return .nobody
    },
    DecisionCase(OperatorReason.operatorElsewhere) { server in
        _ = try await Browser(server, header: ("Origin", "https://elsewhere.example")).post(
            "/flows", ["action": "clear"])
        return .nobody
    },
    DecisionCase(OperatorReason.operatorRequestUnread) { server in
        _ = try await server.get("/flows?verdict=perhaps")
        return .nobody
    },
    DecisionCase(OperatorReason.flowGone) { server in
        _ = try await server.get("/flows?flow=gone")
        return .nobody
    },
    DecisionCase(OperatorReason.watchersTooMany) { server in
        var watchers: [Watcher] = []
        for _ in 1...16 { watchers.append(try await Watcher(server)) }
        expectStatus(503, try await server.get("/flows", headers: [("Accept", "text/event-stream")]).status)
        for watcher in watchers { await watcher.close() }
        return .nobody
    },
]
