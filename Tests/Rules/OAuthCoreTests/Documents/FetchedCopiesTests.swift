import OAuthModel
import Shelf
import Support
import Synchronization
import Testing
import Web

@testable import OAuthCore

@Suite("what was fetched from strangers is kept for a while, and nothing is fetched at will")
struct FetchedCopiesTests {
    private let clock = MovableClock()
    private let source: DocumentShelf
    private let copies: FetchedCopies<String>
    private let pauses = Recorder<Duration>()
    private let url: FetchURL
    private static let here: [UInt8] = [4, 127, 0, 0, 1]

    init() throws {
        let clock = clock
        let pauses = pauses
        source = DocumentShelf(clock)
        url = try FetchURL("https://app.example/client.json")
        copies = FetchedCopies(
            source: source, terms: FetchTerms.document, uptime: Uptime(with: clock.clock),
            pause: {
                pauses.add($0)
                clock.advance(by: $0)
            },
            read: { body, _ in
                body.isEmpty
                    ? .failure(OAuthError(DocumentReason.documentUnreadable))
                    : .success(String(decoding: body, as: UTF8.self))
            })
    }

    private func fetch(_ url: FetchURL? = nil, _ peer: [UInt8] = here, isKnown: Bool = false) async -> String
    {
        let url = url ?? self.url
        let outcome = await copies.newer(than: copies.copy(of: url), of: url, for: peer, isKnown: isKnown)
        switch outcome {
        case .success(let copy): return copy.value
        case .failure(.notHad(let failure)): return "\(failure)"
        case .failure(.unusable(let error)): return error.reason.name
        case .failure(.tooOften(let isKnown)): return "too often, \(isKnown ? "known" : "unknown")"
        }
    }

    @Test("a copy is fresh as long as its answer says, and serves until it is a day old")
    func freshness() async throws {
        source.put("one", at: url.text, freshness: .seconds(3600))
        #expect(await fetch() == "one")
        let copy = try #require(copies.copy(of: url))
        clock.advance(by: .seconds(3599))
        #expect(copies.isFresh(copy))
        clock.advance(by: .seconds(1))
        #expect(!copies.isFresh(copy))
        clock.advance(by: .seconds(86_400 - 3600) - .milliseconds(1))
        #expect(copies.copy(of: url) != nil)
        clock.advance(by: .milliseconds(1))
        #expect(copies.copy(of: url) == nil)
    }

    @Test(
        "failures are not kept, but tried six times a minute for one URL; then it takes as long as a failure, and nothing is dialled"
    )
    func failures() async {
        source.fail(url.text)
        for _ in 1...6 { #expect(await fetch() == "the answer has status 404 and not 200") }
        #expect(source.fetched.count == 6)
        let before = clock.now
        #expect(await fetch(nil, [4, 9, 9, 9, 9]) == "too often, unknown", "whoever asks")
        #expect(clock.now.since(before) == .seconds(5), "as if it had been tried")
        #expect(source.fetched.count == 6)
        clock.advance(by: .seconds(30))
        source.put("one", at: url.text)
        #expect(await fetch() == "one")
    }

    @Test("a stranger who has used up the tries of a minute is held, others are not")
    func strangers() async throws {
        for number in 1...20 {
            let url = try FetchURL("https://app.example/\(number)")
            source.put("x", at: url.text)
            #expect(await fetch(url) == "x")
        }
        let next = try FetchURL("https://app.example/next")
        source.put("x", at: next.text)
        #expect(await fetch(next) == "too often, unknown")
        #expect(pauses.all == [.seconds(5)])
        #expect(await fetch(next, [4, 9, 9, 9, 9]) == "x")
    }

    @Test("what was good within the day has a lane of its own: once a minute, whoever has used up what")
    func lane() async throws {
        source.put("one", at: url.text)
        #expect(await fetch() == "one")
        for number in 1...20 { _ = await fetch(try FetchURL("https://evil.example/\(number)")) }
        source.put("two", at: url.text)
        #expect(await fetch() == "two")
        source.put("three", at: url.text)
        #expect(await fetch() == "too often, known")
        #expect(copies.copy(of: url)?.value == "two")
        clock.advance(by: .seconds(60))
        #expect(await fetch() == "three")
        #expect(source.lanes.last == .known && source.lanes.first == .strangers)
    }

    @Test("while it can't be had, or is not what it has to be, the last good copy stays")
    func outage() async {
        source.put("one", at: url.text)
        #expect(await fetch() == "one")
        source.fail(url.text)
        #expect(await fetch() == "the answer has status 404 and not 200")
        #expect(copies.copy(of: url)?.value == "one")
        clock.advance(by: .seconds(60))
        source.put("", at: url.text)
        #expect(await fetch() == "document_unreadable")
        #expect(copies.copy(of: url)?.value == "one")
    }

    @Test("a hundred who ask at once are one fetch")
    func together() async {
        source.put("one", at: url.text)
        source.hold()
        let (copies, url) = (copies, url)
        await withTaskGroup(of: String?.self) { group in
            for number in 0..<100 {
                group.addTask {
                    try? await copies.newer(than: nil, of: url, for: [UInt8(number)]).get().value
                }
            }
            while source.fetched.count == 0 { await Task.yield() }
            for _ in 0..<1000 { await Task.yield() }
            source.letGo()
            for await value in group { #expect(value == "one") }
        }
        #expect(source.fetched.count == 1)
    }

    @Test("documents that nothing came of make room for each other, and not those that something came of")
    func room() async throws {
        source.put("one", at: url.text)
        _ = await fetch()
        copies.use(url)
        for number in 0..<600 {
            let url = try FetchURL("https://evil.example/\(number)")
            source.put("x", at: url.text)
            _ = await fetch(url, [UInt8(number & 255), UInt8(number >> 8)])
        }
        #expect(copies.copy(of: url)?.value == "one")
        #expect(copies.copy(of: try FetchURL("https://evil.example/0")) == nil)
        #expect(copies.copy(of: try FetchURL("https://evil.example/599")) != nil)
    }
}
