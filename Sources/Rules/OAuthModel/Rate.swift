/// So many in one period. Both are at least one of their unit.
package struct Rate: Hashable, Sendable {
    package let count: Int
    package let period: Duration

    package init(count: Int, period: Duration) {
        self.count = count
        self.period = period
    }
}
