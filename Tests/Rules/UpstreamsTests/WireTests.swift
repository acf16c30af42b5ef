import Fetching
import Foundation
import JSON
import OAuthCore
import OAuthModel
import Providers
import Sites
import Support
import Testing
import Upstreams
import Web

@Suite("a provider over HTTP")
struct WireTests {
    private let clock = MovableClock()

    /// A provider on this machine, or under a name, in plain HTTP or TLS; at one path it answers as it is told.
    private func outcome(
        at path: String, _ wrong: SiteAnswer?, isSecure: Bool = true
    ) async throws -> OAuthError? {
        try await Sites.with { sites in
            let issuer = isSecure ? "https://id.example" : "http://127.0.0.1:9000"
            let provider = TestProvider(issuer: issuer, clock: clock)
            let answer: @Sendable (String) -> SiteAnswer = { request in
                let target = request.split(separator: " ").dropFirst().first.map(String.init) ?? ""
                if let wrong, target == path { return wrong }
                return .of(provider, request, target)
            }
            if isSecure {
                try await sites.serve("id.example", answer: answer)
            } else {
                try await sites.serve(
                    "127.0.0.1", at: ["127.0.0.1"], port: 9000, showing: .nothing, answer: answer)
            }
            // Of an answer that drips the time is over once it was asked for.
            let isSlow = wrong?.drip != nil
            let fetcher = Fetcher(
                userAgent: "test", places: [.known: 8],
                world: sites.world { time in
                    guard isSlow else { return try await Task.sleep(for: time) }
                    while !sites.requests.all.contains(where: { $0.contains(" \(path) HTTP/1.1") }) {
                        try Task.checkCancellation()
                        await Task.yield()
                    }
                })
            let login = TestLogin(
                asking(provider), WiredTransport(fetcher: fetcher), clock)
            guard wrong != nil else {
                #expect(try await login.claims(at: provider)["sub"] == "248289761001")
                return nil
            }
            return try await login.refused(at: provider)
        }
    }

    private func asking(_ provider: TestProvider) -> ProviderSettings {
        var settings = provider.settings()
        settings.endpoints = .discovered(DiscoveredProvider(issuer: provider.issuer, asksUserinfo: true))
        return settings
    }

    @Test("lets people in, over TLS and on this machine without", arguments: [true, false])
    func login(_ isSecure: Bool) async throws {
        #expect(try await outcome(at: "", nil, isSecure: isSecure) == nil)
    }

    static let paths: [(String, UpstreamReason, UpstreamReason)] = [
        ("/.well-known/openid-configuration", .discoveryAway, .discoveryMalformed),
        ("/keys", .keysAway, .keysAway), ("/token", .tokensAway, .tokensMalformed),
        ("/userinfo", .userinfoAway, .userinfoMalformed),
    ]

    @Test("that redirects is not followed", arguments: paths, [true, false])
    func redirect(_ path: (String, UpstreamReason, UpstreamReason), _ isSecure: Bool) async throws {
        let answer = SiteAnswer.http(
            "{}", status: "302 Found", fields: ["Location: http://127.0.0.1:9000/keys"])
        expect(try #require(try await outcome(at: path.0, answer, isSecure: isSecure)), path.1, "status 302")
    }

    @Test("that answers garbage ends the login", arguments: paths, [true, false])
    func garbage(_ path: (String, UpstreamReason, UpstreamReason), _ isSecure: Bool) async throws {
        for answer in [
            SiteAnswer.raw("\u{1}\u{2}garbage\r\n\r\n"), .http("<html>", type: "text/html"),
            .http("\u{0}\u{1}", type: "application/json"),
        ] {
            let error = try #require(try await outcome(at: path.0, answer, isSecure: isSecure))
            expect(error, path.2)
        }
    }

    @Test("that never ends is left", arguments: paths, [true, false])
    func endless(_ path: (String, UpstreamReason, UpstreamReason), _ isSecure: Bool) async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
        let endless = SiteAnswer(
            bytes: Array((head + String(repeating: " ", count: 65_600)).utf8), isClosedAfter: false)
        expect(
            try #require(try await outcome(at: path.0, endless, isSecure: isSecure)), path.2,
            "larger than 65536 bytes")
    }

    @Test("that is slow is left when the time is over", arguments: paths, [true, false])
    func slow(_ path: (String, UpstreamReason, UpstreamReason), _ isSecure: Bool) async throws {
        let slow = SiteAnswer(
            bytes: Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{".utf8), drip: 0x20)
        expect(
            try #require(try await outcome(at: path.0, slow, isSecure: isSecure)), path.1, "not there in time"
        )
    }
}

private struct WiredTransport: UpstreamTransport {
    let fetcher: Fetcher

    func send(_ request: FetchRequest) async -> Result<FetchedAnswer, FetchFailure> {
        await fetcher.send(request)
    }
}

extension SiteAnswer {
    /// What the provider answers to a request as it came over the wire.
    fileprivate static func of(_ provider: TestProvider, _ request: String, _ target: String) -> SiteAnswer {
        let parts = request.components(separatedBy: "\r\n\r\n")
        let fields = (parts.first ?? "").components(separatedBy: "\r\n").compactMap { line in
            line.lowercased().hasPrefix("authorization: ")
                ? FetchRequest.Field("authorization", String(line.dropFirst(15))) : nil
        }
        let url = provider.issuer + target
        let origin = URIParts(url).flatMap(WebOrigin.init)
        guard let address = try? FetchURL(url, written: origin) else { return .raw("") }
        let form = Array(parts.dropFirst().joined().utf8)
        let asked = FetchRequest(
            address, method: request.hasPrefix("POST ") ? .post(form: form) : .get, fields: fields,
            taking: FetchRequest.Taken(statuses: [200, 400, 401], types: [.json]))
        switch provider.answer(asked) {
        case .failure: return .http("{}", status: "404 Not Found")
        case .success(let answer):
            return .http(String(decoding: answer.body, as: UTF8.self), status: "\(answer.status) OK")
        }
    }
}
