import OAuthModel
import Testing
import Web

@Suite("names that may be vouched for on a network for development")
struct DevelopmentHostTests {
    @Test(
        "one word, or a name under .internal, .local or .test, compared in lower case",
        arguments: [
            ("auth", "auth"), ("Auth-Server", "auth-server"), ("a1", "a1"), ("internal", "internal"),
            ("host.docker.internal", "host.docker.internal"), ("mac.LOCAL", "mac.local"),
            ("a.b.test", "a.b.test"),
        ])
    func names(text: String, name: String) throws {
        #expect(try DevelopmentHost(text).name == name)
    }

    @Test(
        "anything else is refused for its reason",
        arguments: [
            ("auth.example.com", DevelopmentHostFlaw.publicName), ("internal.example", .publicName),
            ("auth.internal.example.com", .publicName), ("auth.localhost.com", .publicName),
            ("auth.xinternal", .publicName), ("auth.lan", .publicName),
            ("10.0.0.7", .address), ("192.168.1.20", .address), ("[2001:db8::1]", .address),
            ("[::ffff:127.0.0.1]", .address), ("0.0.0.0", .address),
            ("localhost", .thisMachine), ("LOCALHOST", .thisMachine), ("auth.localhost", .thisMachine),
            ("127.0.0.1", .thisMachine), ("127.9.9.9", .thisMachine), ("[::1]", .thisMachine),
            ("", .notAHostName), ("auth:3001", .notAHostName), ("http://auth", .notAHostName),
            ("auth/", .notAHostName), ("auth?", .notAHostName), ("auth#", .notAHostName),
            ("me@auth", .notAHostName), ("*", .notAHostName), ("*.internal", .notAHostName),
            (".internal", .notAHostName), ("auth.", .notAHostName), ("a_b", .notAHostName),
            ("a b", .notAHostName), ("auth\n", .notAHostName), ("äuth", .notAHostName),
            ("-auth", .notAHostName), ("2130706433", .notAHostName), ("0x7f", .notAHostName),
            ("127.1", .notAHostName), ("a..test", .notAHostName), ("a.1", .notAHostName),
            ("[::1", .notAHostName),
        ])
    func others(text: String, flaw: DevelopmentHostFlaw) {
        #expect(throws: flaw) { try DevelopmentHost(text) }
    }

    @Test("this machine is nearer than what is vouched for, and that is nearer than all else")
    func reach() throws {
        let hosts = PlainHTTPHosts([try DevelopmentHost("auth")])
        for (text, reach) in [
            ("http://localhost:1", HostReach.thisMachine), ("https://a.localhost", .thisMachine),
            ("http://127.9.9.9", .thisMachine), ("http://[0:0:0:0:0:0:0:1]", .thisMachine),
            ("http://auth:3001/x", .development), ("https://AUTH", .development),
            ("http://auth.example", .anywhere), ("https://auth.example", .anywhere),
            ("http://auth.", .anywhere), ("http://auth2", .anywhere), ("cursor:/x", .anywhere),
        ] {
            let uri = try #require(URIParts(text))
            #expect(hosts.reach(of: uri) == reach, "\(text)")
            let isAllowed = reach != .anywhere || text.hasPrefix("https:")
            #expect(hosts.allow(uri) == isAllowed, "\(text)")
        }
    }
}
