import Foundation
import Glibc
import JSON
import Support
import Testing

@Suite("A process that is lost behind nginx with the shipped configuration", .serialized)
struct ProxyFailureTests {
    /// A request, and whether it may be done twice.
    struct Asking: Sendable, CustomTestStringConvertible {
        let name: String
        let isRepeated: Bool
        let send: @Sendable (Wire) async throws -> Answer
        var testDescription: String { name }
    }

    static let askings = [
        Asking(name: "metadata", isRepeated: true) {
            try await $0.get("/.well-known/oauth-authorization-server")
        },
        Asking(name: "authorization", isRepeated: true) {
            try await $0.get(Wire.authorization("demo-client"))
        },
        Asking(name: "introspection", isRepeated: true) { try await $0.introspect("mat_none") },
        Asking(name: "revocation", isRepeated: true) { try await $0.revoke("mrt_none", of: "demo-client") },
        Asking(name: "revocation by its alias", isRepeated: true) {
            try await $0.post("/revoke", form: ["token": "mrt_none", "client_id": "demo-client"])
        },
        Asking(name: "code", isRepeated: false) { try await $0.redeem("mac_none", of: "demo-client") },
        Asking(name: "refresh", isRepeated: false) { try await $0.refresh("mrt_none", of: "demo-client") },
        Asking(name: "registration", isRepeated: false) { try await $0.register() },
        Asking(name: "consent", isRepeated: false) {
            try await $0.post("/oauth/authorize", form: ["request": "r", "csrf": "c", "decision": "approve"])
        },
    ]

    @Test(
        "what a process had received when it died is sent to the next one only where that does no harm",
        arguments: askings)
    func died(_ asking: Asking) async throws {
        let place = try Workplace()
        let port = try freePort()
        let server = try await place.serve(["--log-level", "debug"], port: port)
        let fickle = [try await FickleProcess(), try await FickleProcess()]
        let nginx = try await Nginx(port: place.port, to: fickle.map(\.port) + [port])
        let answer = try await asking.send(Wire(issuer: place.issuer))
        #expect(fickle[0].requests.count == 1)
        #expect(fickle[1].requests == (asking.isRepeated ? fickle[0].requests : []))
        if asking.isRepeated {
            #expect(answer.status == 200, "\(answer.status) \(answer.body)")
        } else {
            #expect(answer.status == 502)
        }
        #expect(try await server.stop() == .status(0))
        #expect(server.requestCount == (asking.isRepeated ? 1 : 0), "\(server.output)")
        withExtendedLifetime(nginx) {}
    }

    @Test("one that hangs is not waited for where the next one may be asked as well")
    func hanging() async throws {
        let place = try Workplace()
        let port = try freePort()
        let server = try await place.serve(port: port)
        let hanging = try await FickleProcess(hangs: true)
        let nginx = try await Nginx(port: place.port, to: [hanging.port, port, port])
        let answer = try await Wire(issuer: place.issuer).introspect("mat_none")
        #expect(answer.status == 200, "\(answer.status) \(answer.body)")
        #expect(hanging.requests.count == 1)
        #expect(try await server.stop() == .status(0))
        withExtendedLifetime(nginx) {}
    }

    @Test("one that isn't there is passed over, whatever is asked", arguments: askings)
    func absent(_ asking: Asking) async throws {
        let place = try Workplace()
        let port = try freePort()
        let server = try await place.serve(port: port)
        let nginx = try await Nginx(port: place.port, to: [try freePort(), try freePort(), port])
        for _ in 1...4 {
            let answer = try await asking.send(Wire(issuer: place.issuer))
            #expect(answer.status < 500, "\(answer.status) \(answer.body)")
        }
        #expect(try await server.stop() == .status(0))
        withExtendedLifetime(nginx) {}
    }

    @Test("one of three is killed under load: clients lose what it was just doing for them, and nothing else")
    func killed() async throws {
        var site = try await Site {
            try $0.prepareForLoad()
            try $0.dropSharedLimits()
        }
        let load = ProxyLoad(site.wire)
        let lost = try await load.run { load in
            try await load.answers(300)
            load.excuse(true)
            site.servers[1].process.signal(SIGKILL)
            #expect(try await site.servers[1].process.ended() == .signal(SIGKILL))
            try await load.answers(100)
            load.excuse(false)
            try await load.answers(300)
            try await site.restart(1)
            let before = site.servers[1].requestCount
            _ = try await eventually("it is asked again") {
                site.servers[1].requestCount > before + 20 ? () : nil
            }
        }
        print("a process killed behind the proxy: \(lost) of \(load.count) requests lost")
        #expect(lost <= ProxyLoad.width)
        let incomplete = try await site.redis.grantsWithoutEntries()
        #expect(incomplete == [])
        #expect(try await site.stop())
    }

    @Test("all three are replaced, one after the other, under load: nobody notices")
    func replaced() async throws {
        var site = try await Site {
            try $0.prepareForLoad()
            try $0.dropSharedLimits()
        }
        let load = ProxyLoad(site.wire)
        let lost = try await load.run { load in
            try await load.answers(100)
            for index in site.ports.indices {
                #expect(try await site.servers[index].stop() == .status(0))
                try await load.answers(50)
                try await site.restart(index)
                try await load.answers(100)
            }
        }
        #expect(lost == 0)
        #expect(try await site.stop())
    }
}

extension ServerProcess {
    /// How many requests it has written a line about, without those that ask how it is.
    fileprivate var requestCount: Int {
        output.split(separator: "\n").count {
            $0.contains(" duration_us=") && !$0.contains("path=/health")
        }
    }
}

extension Workplace {
    fileprivate func dropSharedLimits() throws {
        let text = try String(contentsOf: manifest, encoding: .utf8)
        try text.replacing(/rate_limit: \{[^}]*\}/, with: "rate_limit: none")
            .write(to: manifest, atomically: true, encoding: .utf8)
    }
}
