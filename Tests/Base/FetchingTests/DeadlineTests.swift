import OAuthModel
import Sites
import Support
import Testing
import Web

@testable import Fetching

@Suite("the time of a fetch")
struct DeadlineTests {
    /// When it was told, on a clock that goes on for five seconds, in steps, while there is time for everything else to happen.
    private func toldAfter(_ fetcher: Fetcher, _ url: FetchURL, _ clock: MovableClock) async -> (
        Result<FetchedDocument, FetchFailure>, Duration
    ) {
        let fetch = Task { await fetcher.fetch(url, .document(.strangers)) }
        await clock.sleeper()
        return await told(fetch, clock)
    }

    private func told(
        _ fetch: Task<Result<FetchedDocument, FetchFailure>, Never>, _ clock: MovableClock
    ) async -> (Result<FetchedDocument, FetchFailure>, Duration) {
        let start = clock.now
        let told = Task { (await fetch.value, clock.now.since(start)) }
        for _ in 0..<20 {
            for _ in 0..<200 { await Task.yield() }
            clock.advance(by: .milliseconds(250))
        }
        return await told.value
    }

    @Test("is over for every failure alike, for hosts that are refused too, and what was had is told at once")
    func alike() async throws {
        try await Sites.with { sites in
            let clock = MovableClock()
            try await sites.serve("missing.example") { _ in .http("{}", status: "404 Not Found") }
            try await sites.serve("page.example") { _ in .http("<html>", type: "text/html") }
            try await sites.serve("name.example", showing: .certificate(names: "DNS:x.example")) { _ in
                .http("{}")
            }
            try await sites.serve("drip.example") { _ in
                SiteAnswer(bytes: Array("HTTP/1.1 200 OK\r\nX-Slow: ".utf8), drip: UInt8(ascii: "a"))
            }
            try await sites.serve("mute.example") { _ in SiteAnswer(bytes: [], isClosedAfter: false) }
            sites.name("private.example", ["10.0.0.1"])
            sites.name("refused.example", ["93.184.215.1"])
            sites.name("silent.example", ["93.184.215.2"])
            sites.silence("93.184.215.2")
            let fetcher = Fetcher(userAgent: "test", world: sites.world { try await clock.sleep($0) })
            for host in [
                "127.0.0.1", "2130706433", "[::1]", "localhost", "printer.local", "nobody.example",
                "private.example",
                "refused.example", "silent.example", "missing.example", "page.example", "name.example",
                "drip.example", "mute.example",
            ] {
                let (result, time) = await toldAfter(fetcher, try FetchURL("https://\(host)/c"), clock)
                #expect(!result.isSuccess && time == .seconds(5), "\(host): \(time) \(result)")
            }
            try await sites.serve("good.example") { _ in .http("{}") }
            let start = clock.now
            let good = try FetchURL("https://good.example/c")
            #expect(await fetcher.fetch(good, .document(.strangers)).isSuccess)
            #expect(clock.now == start)
            await clock.nobodySleeps()
        }
    }

    @Test("is over also when the name is still being looked up")
    func lookup() async throws {
        let clock = MovableClock()
        var world = Names(["93.184.216.34"]).world
        world.resolver = Endless()
        world.pause = { try await clock.sleep($0) }
        let fetcher = Fetcher(userAgent: "test", world: world)
        let url = try FetchURL("https://client.example/c")
        let (result, time) = await toldAfter(fetcher, url, clock)
        #expect(result == .failure(.late) && time == .seconds(5))
    }

    @Test("so much is fetched at once, and strangers can't take the places of what is known")
    func places() async throws {
        try await Sites.with { sites in
            let clock = MovableClock()
            sites.name("silent.example", ["93.184.215.2"])
            sites.silence("93.184.215.2")
            try await sites.serve("good.example") { _ in .http("{}") }
            let fetcher = Fetcher(userAgent: "test", world: sites.world { try await clock.sleep($0) })
            let silent = try FetchURL("https://silent.example/c")
            let good = try FetchURL("https://good.example/c")
            let strangers = (0..<24).map { _ in Task { await fetcher.fetch(silent, .document(.strangers)) } }
            try await eventually("all places are taken") { sites.dials.all.count == 24 ? () : nil }
            #expect(await fetcher.attempt(good, .document(.strangers)) == .failure(.busy))
            #expect(await fetcher.attempt(good, .document(.known)).isSuccess)
            for stranger in strangers {
                let (result, _) = await told(stranger, clock)
                #expect(result == .failure(.late))
            }
            #expect(await fetcher.attempt(good, .document(.strangers)).isSuccess)
        }
    }
}

/// Answers when nobody asks any more.
private struct Endless: NameResolver {
    func addresses(of name: String) async -> Result<[IPAddress], FetchFailure> {
        try? await Task.sleep(for: .seconds(3600))
        return .success([])
    }
}
