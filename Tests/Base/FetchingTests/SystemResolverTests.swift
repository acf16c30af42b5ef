import Fetching
import Testing
import Web

@Suite("the resolver of the system")
struct SystemResolverTests {
    @Test("says that there is no such name, and that there is no room, without holding anybody up")
    func answers() async {
        let resolver = SystemResolver()
        switch await resolver.addresses(of: "nobody.invalid") {
        case .failure(.noSuchName), .failure(.lookup(_)): break
        case let other: Issue.record("\(other)")
        }
        #expect(await SystemResolver(limit: 0).addresses(of: "client.example") == .failure(.busy))
    }
}
