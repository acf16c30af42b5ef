import JOSE
import OAuthCore
import OAuthModel
import Support
import Synchronization
import Testing
import Web
import WireText

@Suite("key sets of clients")
struct KeySetTests {
    private static let uri = WireText("https://client.example/keys.json")

    private static func set(_ ids: String...) -> [UInt8] {
        // RFC 7515, A.3.1
        let keys = ids.map { id in
            #"{"kty":"EC","crv":"P-256","kid":"\#(id)","#
                + #""x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#
        }
        return Array((#"{"keys":["# + keys.joined(separator: ",") + "]}").utf8)
    }

    private struct Fixture {
        let clock = MovableClock()
        let source = ScriptedSource()
        let sets: KeySets

        init(loopback: [LoopbackPlace] = []) {
            sets = KeySets(source: source, loopback: loopback, uptime: Uptime(with: clock.clock))
        }

        func ids(at uri: WireText = KeySetTests.uri, naming id: WireText? = nil) async -> [String]? {
            try? await sets.keys(at: uri, naming: id).get().keys.compactMap { $0.id?.shown }
        }
    }

    @Test("are fetched once for all who need them at the same time")
    func once() async {
        let fixture = Fixture()
        fixture.source.answer = .success(FetchedDocument(body: Self.set("a"), freshness: nil))
        await withTaskGroup(of: [String]?.self) { group in
            for _ in 0..<100 { group.addTask { await fixture.ids(naming: "a") } }
            for await ids in group { #expect(ids == ["a"]) }
        }
        #expect(fixture.source.fetches.all == [FetchTerms.keys(.strangers)])
    }

    @Test("are kept as long as their answer says, a minute at least and a day at most")
    func freshness() async {
        for (said, kept) in [(nil, 60), (0, 60), (600, 600), (1 << 31, 86_400)] as [(Int64?, Int64)] {
            let fixture = Fixture()
            let document = FetchedDocument(body: Self.set("a"), freshness: said.map { .seconds($0) })
            fixture.source.answer = .success(document)
            #expect(await fixture.ids() == ["a"])
            fixture.clock.advance(by: .seconds(kept - 1))
            #expect(await fixture.ids() == ["a"])
            #expect(fixture.source.fetches.all.count == 1)
            fixture.clock.advance(by: .seconds(1))
            #expect(await fixture.ids() == ["a"])
            #expect(fixture.source.fetches.all.count == 2)
        }
    }

    @Test("are fetched anew for a key that they lack, once a minute, in the lane of what is known")
    func unknownKey() async {
        let fixture = Fixture()
        fixture.source.answer = .success(FetchedDocument(body: Self.set("a"), freshness: .seconds(3600)))
        #expect(await fixture.ids(naming: "a") == ["a"])
        fixture.source.answer = .success(FetchedDocument(body: Self.set("a", "b"), freshness: .seconds(3600)))
        #expect(await fixture.ids(naming: "b") == ["a", "b"])
        #expect(fixture.source.fetches.all == [.keys(.strangers), .keys(.known)])
        for _ in 0..<50 { #expect(await fixture.ids(naming: "c") == ["a", "b"]) }
        #expect(fixture.source.fetches.all.count == 2)
        fixture.clock.advance(by: .seconds(60))
        for _ in 0..<50 { #expect(await fixture.ids(naming: "c") == ["a", "b"]) }
        #expect(fixture.source.fetches.all.count == 3)
    }

    @Test("serve where they can't be had anew, for the keys that they have, until they are a day old")
    func stale() async {
        let fixture = Fixture()
        fixture.source.answer = .success(FetchedDocument(body: Self.set("a"), freshness: nil))
        #expect(await fixture.ids() == ["a"])
        fixture.source.answer = .failure(.status(500))
        fixture.clock.advance(by: .seconds(60))
        for _ in 0..<3 {
            #expect(await fixture.ids(naming: "a") == ["a"])
            // It may be there by now: that the set could not be had is no proof against the client.
            #expect(await fixture.ids(naming: "b") == nil)
        }
        #expect(fixture.source.fetches.all.count == 2)
        fixture.clock.advance(by: .seconds(86_400 - 61))
        #expect(await fixture.ids(naming: "a") == ["a"])
        fixture.clock.advance(by: .seconds(1))
        #expect(await fixture.ids(naming: "a") == nil)
    }

    @Test(
        "that can't be had are not remembered as such, and are tried six times a minute, for one host twenty times"
    )
    func failures() async {
        let fixture = Fixture()
        fixture.source.answer = .failure(.late)
        for _ in 0..<20 { #expect(await fixture.ids() == nil) }
        #expect(fixture.source.fetches.all.count == 6)
        for number in 0..<30 {
            #expect(await fixture.ids(at: .init("https://client.example/\(number)")) == nil)
        }
        #expect(fixture.source.fetches.all.count == 20)
        #expect(await fixture.ids(at: "https://other.example/keys") == nil)
        #expect(fixture.source.fetches.all.count == 21)
        fixture.source.answer = .success(FetchedDocument(body: Self.set("a"), freshness: nil))
        fixture.clock.advance(by: .seconds(60))
        #expect(await fixture.ids() == ["a"])
    }

    @Test("that are none, or none that a stranger may have, are as good as not had")
    func unusable() async {
        for body in [
            "", "{}", "[]", #"{"keys":{}}"#, #"{"keys":[]} x"#, #"{"keys":[{"kty":"oct","k":"AA"}]}"#,
        ] {
            let fixture = Fixture()
            fixture.source.answer = .success(FetchedDocument(body: Array(body.utf8), freshness: .seconds(60)))
            #expect(await fixture.ids() == nil, "\(body)")
        }
        let fixture = Fixture()
        for uri in [
            "", "http://client.example/keys", "https://client.example/a/../keys",
            "http://localhost:3000/keys",
        ] {
            #expect(await fixture.ids(at: .init(uri)) == nil)
        }
        #expect(fixture.source.fetches.all == [])
    }

    @Test("may lie on this machine where it is listed")
    func loopback() async throws {
        let fixture = Fixture(loopback: [try #require(LoopbackPlace("http://localhost:3000"))])
        fixture.source.answer = .success(FetchedDocument(body: Self.set("a"), freshness: nil))
        #expect(await fixture.ids(at: "http://localhost:3000/keys") == ["a"])
    }

    @Test("are bounded in number: what was used longest ago is forgotten")
    func bounded() async {
        let fixture = Fixture()
        fixture.source.answer = .success(FetchedDocument(body: Self.set("a"), freshness: .seconds(3600)))
        for number in 0...256 {
            #expect(await fixture.ids(at: .init("https://c\(number).example/keys")) == ["a"])
        }
        #expect(await fixture.ids(at: "https://c256.example/keys") == ["a"])
        #expect(fixture.source.fetches.all.count == 257)
        #expect(await fixture.ids(at: "https://c0.example/keys") == ["a"])
        #expect(fixture.source.fetches.all.count == 258)
    }
}

/// Answers as it is told, and notes on which terms it was asked.
private final class ScriptedSource: DocumentSource {
    let fetches = Recorder<FetchTerms>()
    private let told = Mutex<Result<FetchedDocument, FetchFailure>>(.failure(.noSuchName))

    var answer: Result<FetchedDocument, FetchFailure> {
        get { told.withLock { $0 } }
        set { told.withLock { $0 = newValue } }
    }

    func fetch(_ url: FetchURL, _ terms: FetchTerms) async -> Result<FetchedDocument, FetchFailure> {
        fetches.add(terms)
        return answer
    }
}
