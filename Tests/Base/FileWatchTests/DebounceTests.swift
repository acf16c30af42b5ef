import Testing

@testable import FileWatch

@Suite("Changes that come together")
struct DebounceTests {
    private let start = ContinuousClock.now
    private let debounce = Debounce()

    /// When they are told, in milliseconds from the start.
    private func due(_ changes: Int...) -> Duration? {
        var gathered = Debounce.Gathered()
        for change in changes { gathered.add(at: start.advanced(by: .milliseconds(change))) }
        return gathered.due(debounce).map { $0 - start }
    }

    @Test("none are not told")
    func none() {
        #expect(due() == nil)
    }

    @Test("are told 25 ms after the last one")
    func last() {
        #expect(due(0) == .milliseconds(25))
        #expect(due(0, 10, 30) == .milliseconds(55))
    }

    @Test("and 250 ms after the first one at the latest, however long they go on")
    func first() {
        #expect(due(0, 100, 225) == .milliseconds(250))
        #expect(due(0, 100, 240, 1000) == .milliseconds(250))
    }
}
