import Cryptography
import Support
import Testing

@Suite("randomness")
struct RandomSourceTests {
    @Test("gives as many bytes as are asked for", arguments: [0, 1, 12, 32, 4096])
    func count(_ count: Int) {
        #expect(RandomSource.system.bytes(count).count == count)
        #expect(RandomSource.seeded(1).bytes(count).count == count)
    }

    @Test("of the system never repeats itself")
    func fresh() {
        let drawn = (0..<1000).map { _ in RandomSource.system.bytes(16) }
        #expect(Set(drawn).count == drawn.count)
    }

    @Test("from one seed is the same stream however it is cut, and from another seed another")
    func seeded() {
        let whole = RandomSource.seeded(7).bytes(100)
        let cut = RandomSource.seeded(7)
        #expect([1, 31, 33, 35].flatMap { cut.bytes($0) } == whole)
        #expect(RandomSource.seeded(8).bytes(100) != whole)
        #expect(cut.bytes(100) != whole)
    }
}
