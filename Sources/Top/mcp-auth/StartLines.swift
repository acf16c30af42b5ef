import AuthorizationServer
import LineLog
import RouteManifest
import Router
import Web

/// What the program says when it has started: who it is, where things are, what is off, and what to try next.
extension Announcement {
    init(
        _ plan: RoutePlan, listening addresses: [String], _ manifest: Manifest, _ file: ManifestFile,
        showsCommands: Bool
    ) {
        let server = manifest.server
        let isAlone = plan.issuer.isForDevelopment && server.bind.allSatisfy(\.isLoopback)
        self.init("mcp-auth \(AuthorizationServer.version) serves \(plan.issuer)")
        add(
            "listens",
            addresses.joined(separator: ", ")
                + (isAlone ? ": this machine only, until server.bind says otherwise" : ""))
        if let names = TrustedNames(manifest) { add("trusts", names.words) }
        add("store", manifest.store.place(file.resolve))
        add("manifest", "\(file.title), profile \(manifest.profile)")
        if let url = plan.url(of: .flows) { add("timeline", url) }
        if plan.switchedOff.isEmpty { add("off", "nothing") }
        for line in plan.switchedOff { add("off", "\(line)") }
        if let url = plan.url(of: .start) { add("look at", url) }
        if case .fake(let upstream) = manifest.upstream, upstream.autoApprove {
            add("consent", "nobody is asked, and the login finishes by itself (upstream.auto_approve)")
        }
        if showsCommands { advise("try:", Self.commands(plan)) }
    }

    private static func commands(_ plan: RoutePlan) -> [String] {
        var commands: [String] = []
        if let url = plan.url(of: .health) { commands.append("curl \(url)") }
        if let url = plan.url(of: .metadata) { commands.append("curl \(url)") }
        if let url = plan.url(of: .register) {
            commands.append("curl --json '{\"redirect_uris\":[\"http://localhost/callback\"]}' \(url)")
        }
        // As it was called, for it need not lie where a shell looks.
        let program = CommandLine.arguments.first ?? "mcp-auth"
        return (commands + ["routes", "check", "--help"].map { "\(program) \($0)" }).prefix(3).map(\.self)
    }
}
