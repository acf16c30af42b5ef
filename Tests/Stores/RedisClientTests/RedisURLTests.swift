import RedisClient
import RedisURL
import Testing

@Suite("redis urls")
struct RedisURLTests {
    struct Accepted: Sendable, CustomTestStringConvertible {
        let url: String
        let target: RedisTarget
        var testDescription: String { url }

        init(
            _ url: String, _ topology: RedisTarget.Topology, _ change: (inout RedisTarget) -> Void = { _ in }
        ) {
            self.url = url
            var target = RedisTarget(topology)
            change(&target)
            self.target = target
        }
    }

    private static let local = RedisTarget.Topology.single(.tcp(host: "localhost", port: 6379))

    static let accepted: [Accepted] = [
        Accepted("redis://localhost", local),
        Accepted("redis://localhost/", local),
        Accepted("REDIS://localhost", local),
        Accepted("redis://localhost:6380", .single(.tcp(host: "localhost", port: 6380))),
        Accepted("redis://10.0.0.7:6380/15", .single(.tcp(host: "10.0.0.7", port: 6380))) {
            $0.database = 15
        },
        Accepted("redis://localhost?db=3", local) { $0.database = 3 },
        Accepted("redis://localhost/?db=3", local) { $0.database = 3 },
        Accepted("redis://redis_1.internal-net", .single(.tcp(host: "redis_1.internal-net", port: 6379))),
        Accepted("redis://[::1]", .single(.tcp(host: "::1", port: 6379))),
        Accepted("redis://[2001:db8::7]:7000/1", .single(.tcp(host: "2001:db8::7", port: 7000))) {
            $0.database = 1
        },
        Accepted("redis://:secret@localhost", local) {
            $0.credentials = RedisCredentials(password: "secret")
        },
        Accepted("redis://app:secret@localhost", local) {
            $0.credentials = RedisCredentials(user: "app", password: "secret")
        },
        Accepted("redis://a%40b:%2F%3f%23%3A%25%c3%a9@localhost", local) {
            $0.credentials = RedisCredentials(user: "a@b", password: "/?#:%é")
        },
        Accepted("rediss://localhost", local) { $0.tls = RedisTLS() },
        Accepted("rediss://localhost?ca_file=/etc/ca%20s.pem&server_name=cache.example", local) {
            $0.tls = RedisTLS()
            $0.tls?.authorityFile = "/etc/ca s.pem"
            $0.tls?.serverName = "cache.example"
        },
        Accepted("rediss://localhost?cert_file=/c.pem&key_file=/k.pem", local) {
            $0.tls = RedisTLS()
            $0.tls?.certificateFile = "/c.pem"
            $0.tls?.keyFile = "/k.pem"
        },
        Accepted("redis+unix:///run/redis.sock", .single(.unix(path: "/run/redis.sock"))),
        Accepted("unix:///run/redis.sock?db=2", .single(.unix(path: "/run/redis.sock"))) { $0.database = 2 },
        Accepted("valkey://localhost", local),
        Accepted("valkeys://:secret@localhost/2", local) {
            $0.tls = RedisTLS()
            $0.credentials = RedisCredentials(password: "secret")
            $0.database = 2
        },
        Accepted("redis+unix:///run/redis%201.sock?db=2", .single(.unix(path: "/run/redis 1.sock"))) {
            $0.database = 2
        },
        Accepted("redis+unix:///run/@redis", .single(.unix(path: "/run/@redis"))),
        Accepted("redis+unix://app:secret@/run/redis.sock", .single(.unix(path: "/run/redis.sock"))) {
            $0.credentials = RedisCredentials(user: "app", password: "secret")
        },
        Accepted(
            "redis+cluster://a:1,b,[::1]:3",
            .cluster([.tcp(host: "a", port: 1), .tcp(host: "b", port: 6379), .tcp(host: "::1", port: 3)])),
        Accepted("redis+cluster://a:1,a:1/0", .cluster([.tcp(host: "a", port: 1)])),
        Accepted("rediss+cluster://:secret@a:1", .cluster([.tcp(host: "a", port: 1)])) {
            $0.tls = RedisTLS()
            $0.credentials = RedisCredentials(password: "secret")
        },
        Accepted(
            "redis+sentinel://a,b:5000/mymaster",
            .sentinel(
                primary: "mymaster", sentinels: [.tcp(host: "a", port: 26379), .tcp(host: "b", port: 5000)])),
        Accepted(
            "rediss+sentinel://:secret@a/my%2Fmaster/4?sentinel_user=s&sentinel_password=t",
            .sentinel(primary: "my/master", sentinels: [.tcp(host: "a", port: 26379)])
        ) {
            $0.tls = RedisTLS()
            $0.database = 4
            $0.credentials = RedisCredentials(password: "secret")
            $0.sentinelCredentials = RedisCredentials(user: "s", password: "t")
        },
    ]

    @Test("a good url says where, as whom and how", arguments: accepted)
    func good(_ one: Accepted) throws {
        #expect(try RedisTarget(url: one.url) == one.target)
    }

    static let refused: [(url: String, part: RedisTargetError.Part)] = [
        ("", .url),
        ("localhost", .url),
        ("localhost:6379", .url),
        ("redis:localhost", .url),
        ("redis:/localhost", .url),
        (" redis://localhost", .url),
        ("redis://localhost\n", .url),
        ("redis://höst", .url),
        ("http://localhost", .scheme),
        ("://localhost", .scheme),
        ("redis-sentinel://localhost/mymaster", .scheme),
        ("unix://run/redis.sock", .host),
        ("redis://", .host),
        ("redis:///1", .host),
        ("redis://:6379", .host),
        ("redis://user:secret@", .host),
        ("redis://ho%73t", .host),
        ("redis://a,b", .host),
        ("redis://[::1", .host),
        ("redis://[localhost]", .host),
        ("redis://[fe80::1%eth0]", .host),
        ("redis+unix://run/redis.sock", .host),
        ("redis+cluster://a,,b", .host),
        ("redis+cluster://", .host),
        ("redis://\(String(repeating: "a", count: 254))", .host),
        ("redis://localhost:", .port),
        ("redis://localhost:0", .port),
        ("redis://localhost:65536", .port),
        ("redis://localhost:99999999999999999999", .port),
        ("redis://localhost:+1", .port),
        ("redis://localhost:6379x", .port),
        ("redis://::1", .host),
        ("redis://a::1", .port),
        ("redis://[::1]6379", .port),
        ("redis://user:secret", .port),
        ("redis+cluster://a:1,b:x", .port),
        ("redis://user@localhost", .password),
        ("redis://user:@localhost", .password),
        ("redis://user:se:cret@localhost", .password),
        ("redis://user:se@cret@localhost", .password),
        ("redis://user:se%zzcret@localhost", .password),
        ("redis://user:se%2@localhost", .password),
        ("redis://user:se%00cret@localhost", .password),
        ("redis://user:%ff@localhost", .password),
        ("redis://user:se/cret@localhost", .password),
        ("redis://user:se?cret@localhost", .password),
        ("redis://user:se#cret@localhost", .password),
        ("redis://us%er:secret@localhost", .user),
        ("redis://localhost/x", .database),
        ("redis://localhost/-1", .database),
        ("redis://localhost/100000", .database),
        ("redis://localhost?db=one", .database),
        ("redis://localhost/1?db=1", .database),
        ("redis+cluster://a/1", .database),
        ("redis+cluster://a?db=1", .database),
        ("redis+sentinel://a/mymaster/x", .database),
        ("redis://localhost/1/2", .path),
        ("redis+sentinel://a/mymaster/1/2", .path),
        ("redis+unix://", .path),
        ("redis+unix:///", .path),
        ("redis+unix:///%zz", .path),
        ("redis+unix:///\(String(repeating: "a", count: 107))", .path),
        ("redis+sentinel://a", .primary),
        ("redis+sentinel://a/", .primary),
        ("redis+sentinel://a/%zz", .primary),
        ("redis://localhost?", .query),
        ("redis://localhost?timeout=1", .query),
        ("redis://localhost?db", .query),
        ("redis://localhost?db=", .query),
        ("redis://localhost?db=1&db=2", .query),
        ("redis://localhost?db=1&", .query),
        ("redis://localhost?ca_file=/ca.pem", .query),
        ("redis+unix:///s?server_name=a", .query),
        ("rediss://localhost?cert_file=/c.pem", .query),
        ("rediss://localhost?key_file=/c.pem", .query),
        ("redis://localhost?sentinel_password=a", .query),
        ("redis+sentinel://a/m?sentinel_user=a", .query),
        ("redis://localhost#1", .fragment),
        ("redis://localhost/1#1", .fragment),
    ]

    @Test("a bad url is refused by the name of its bad part, with what to do about it", arguments: refused)
    func bad(_ url: String, _ part: RedisTargetError.Part) {
        let error = #expect(throws: RedisTargetError.self) { try RedisTarget(url: url) }
        #expect(error?.part == part)
        #expect(error?.problem.isEmpty == false && error?.hint.isEmpty == false)
        #expect("\(error.map(String.init(describing:)) ?? "")".hasPrefix("redis url, \(part.rawValue): "))
    }

    @Test("every part has a url that is bad in it")
    func parts() {
        #expect(Set(Self.refused.map(\.part)) == Set(RedisTargetError.Part.allCases))
    }

    @Test("no error shows a password, nor what could be a piece of one, wherever it stands")
    func secrets() {
        let secret = "Zq8xW"
        let shapes = [
            "redis://user:\(secret)", "redis://\(secret)@", "redis://\(secret)@localhost",
            "redis://user:\(secret)@",
            "redis://user:\(secret)%zz@localhost", "redis://user:\(secret):\(secret)@localhost",
            "redis://user:\(secret)@\(secret)@localhost", "redis://user:\(secret)/\(secret)@localhost",
            "redis://user:\(secret)?\(secret)@localhost", "redis://user:\(secret)#\(secret)@localhost",
            "redis://user:\(secret)/\(secret)", "redis://user:\(secret)?\(secret)",
            "redis://localhost?password=\(secret)",
            "redis://localhost?\(secret)", "redis://localhost#\(secret)", "redis://localhost:\(secret)",
            secret,
            "\(secret)://localhost", "redis://localhost/\(secret)",
            "redis+sentinel://a/m?sentinel_password=\(secret)%",
            "redis://localhost?sentinel_password=\(secret)", "redis+sentinel://a/m/\(secret)",
            "redis://\(secret)%:a@b",
            "redis+unix://\(secret)@/x", "redis+unix://\(secret)/x", "redis://user:\(secret)@local host",
            "redis://user:\(secret)@localhost:x", "redis://[\(secret)]", "redis://:\(secret)@localhost/1/2",
        ]
        for url in shapes {
            let error = #expect(throws: RedisTargetError.self, "\(url)") { try RedisTarget(url: url) }
            #expect(!"\(error.map { String(reflecting: $0) } ?? "")".contains(secret), "\(url)")
            #expect(!"\(error.map { "\($0)" } ?? "")".contains(secret), "\(url)")
        }
    }

    @Test("a target doesn't show its password when it is printed or dumped")
    func printing() throws {
        let target = try RedisTarget(url: "redis+sentinel://app:Zq8xW@a/m?sentinel_password=Yp7vV")
        var dumped = ""
        dump(target, to: &dumped)
        for text in ["\(target)", String(reflecting: target), dumped] {
            #expect(!text.contains("Zq8xW") && !text.contains("Yp7vV"))
        }
    }

    @Test("an address is printed as it stands in a url")
    func addresses() {
        #expect("\(RedisAddress.tcp(host: "::1", port: 1))" == "[::1]:1")
        #expect("\(RedisAddress.tcp(host: "a", port: 1))" == "a:1")
        #expect("\(RedisAddress.unix(path: "/run/a"))" == "/run/a")
    }
}
