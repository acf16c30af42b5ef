import AuthorizationServer
import Diagnostics
import RouteManifest
import Support
import Testing

@Suite("switches, each two of them in all four ways")
struct SwitchPairsTests {
    @Test("what is advertised works, and what is off answers as unknown", arguments: SwitchPairs.all.served)
    func served(_ switched: Switched) async throws {
        try await TestServer.run(switched.edits) { server in
            try await SwitchedServer(switched: switched, server: server).check()
        }
    }

    @Test("what can't work is refused, with the rule that it breaks", arguments: SwitchPairs.all.refused)
    func refused(_ switched: Switched) throws {
        let folder = try TestFolder(switched.edits)
        defer { folder.remove() }
        let file = ManifestFile(argument: folder.manifest, environment: [:])
        #expect(errors(file.read(ManifestOverrides()).diagnostics) == switched.broken)
    }

    private func errors(_ diagnostics: [Diagnostic]) -> Set<String> {
        Set(diagnostics.filter { $0.severity == .error }.map(\.code))
    }

    @Test("a server that runs follows from one to the next; what can't work changes nothing")
    func reloaded() async throws {
        let refused = SwitchPairs.all.refused
        try await TestServer.run { server in
            let whole = try server.manifestText()
            var former = Switched(off: [])
            for (index, switched) in SwitchPairs.all.served.enumerated() {
                let broken = refused[index % refused.count]
                try server.write(broken.edits.reduce(whole) { try $1.edit($0) })
                let refusal = try await server.reload()
                #expect(!refusal.isTaken && errors(refusal.diagnostics) == broken.broken)
                try await SwitchedServer(switched: former, server: server).checkEndpoints()
                try server.write(switched.edits.reduce(whole) { try $1.edit($0) })
                let report = try await server.reload()
                #expect(report.isTaken, "\(switched)")
                // What was counted so far is over.
                server.clock.advance(by: .seconds(60))
                try await SwitchedServer(switched: switched, server: server).check()
                former = switched
            }
        }
    }

    @Test("every route of the shipped manifest is among them, and no two of them are left out")
    func pairs() {
        let all = Switch.all
        #expect(all.count >= 23 && Set(all).count == all.count)
        #expect(SwitchPairs.all.served.count <= 16 && SwitchPairs.all.refused.count <= 8)
        let served = SwitchPairs.all.served
        #expect(served.allSatisfy { $0.broken.isEmpty })
        for (first, second) in all.indices.flatMap({ one in all[..<one].map { ($0, all[one]) } }) {
            for (isFirstOff, isSecondOff) in [(false, false), (false, true), (true, false), (true, true)] {
                func has(_ row: Switched) -> Bool {
                    row.off.contains(first) == isFirstOff && row.off.contains(second) == isSecondOff
                }
                let words: Comment = "\(first) \(isFirstOff), \(second) \(isSecondOff)"
                #expect((served + SwitchPairs.all.refused).contains(where: has), words)
                // Where only manifests that are refused have it, these two alone are enough for that.
                if !served.contains(where: has) {
                    let off = [first: isFirstOff, second: isSecondOff].filter(\.value).keys
                    #expect(!Switched(off: Set(off)).broken.isEmpty, words)
                }
            }
        }
    }
}
