import ArgumentParser
import AuthorizationServer
import RouteManifest
import Router

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with the manifest and its templates, without serving.",
        discussion: "Exit status 0 when they can be served, 2 when not.")

    @OptionGroup var options: ManifestOptions

    func run() throws {
        let (manifest, file, warnings) = try options.load()
        do { try AuthorizationServer.check(manifest, file: file) } catch { throw failure(error) }
        let plan = RoutePlan(manifest)
        printLine("\(options.manifest): ok, \(counted(warnings, "warning"))")
        printLine("  issuer         \(plan.issuer)")
        printLine("  profile        \(manifest.profile)")
        printLine("  routes         \(plan.servedRoutes.count) on, \(plan.switchedOff.count) off")
        printLine("  introspection  \(Self.introspection(plan, manifest))")
    }

    /// Who may introspect: worth a line of its own, because it decides who can read tokens.
    private static func introspection(_ plan: RoutePlan, _ manifest: Manifest) -> String {
        guard let route = plan.route(.introspect) else { return "off" }
        var callers: [String] = []
        if route.auth.contains(.resourceServer), !manifest.resourceServers.isEmpty {
            callers.append("resource servers with their credentials")
        }
        if route.auth.contains(.loopback), plan.issuer.isLoopback {
            callers.append("programs on this machine without credentials")
        }
        return callers.isEmpty ? "nobody" : callers.joined(separator: ", ")
    }
}
