import Glibc

extension DemoClock {
    package static let system = DemoClock(
        unixTime: { Int64(time(nil)) },
        now: { ContinuousClock.now },
        sleep: { try await ContinuousClock().sleep(for: $0) })
}
