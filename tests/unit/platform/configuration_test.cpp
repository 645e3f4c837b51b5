#include "platform/configuration.hpp"

#include <gtest/gtest.h>

#include "platform/files.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::platform {
namespace {

Error agent_error(std::string_view text) {
    const auto result = parse_agent_config(text, "agent.toml");
    return result ? Error{ErrorCode::io, "was accepted", "", ""} : result.error();
}

TEST(AgentConfig, AnEmptyFileGivesTheDefaults) {
    const auto config = parse_agent_config("", "agent.toml").value();
    EXPECT_EQ(config.listen, (ListenAddress{"127.0.0.1", 8780}));
    EXPECT_EQ(config.screen_dir, "");
    EXPECT_TRUE(config.scanners.empty());
    EXPECT_EQ(config.log.level, LogLevel::info);
}

TEST(AgentConfig, ReadsEverySetting) {
    const auto config = parse_agent_config(R"(
state_dir = "/srv/counterfoil"
listen = "[::1]:0"
screen_dir = "/srv/screen"
[log]
level = "debug"
file = "/var/log/counterfoil.log"
[register]
id = "R07"
[[scanners]]
name = "left"
path = "/dev/ttyACM0"
[[scanners]]
name = "right"
path = "/dev/ttyS1"
baud = 115200
suffix = "\r\n"
)",
                                           "agent.toml")
                            .value();
    EXPECT_EQ(config.state_dir, "/srv/counterfoil");
    EXPECT_EQ(config.listen, (ListenAddress{"::1", 0}));
    EXPECT_EQ(config.screen_dir, "/srv/screen");
    EXPECT_EQ(config.log.level, LogLevel::debug);
    EXPECT_EQ(config.log.file, "/var/log/counterfoil.log");
    EXPECT_EQ(config.register_defaults.id.str(), "R07");
    ASSERT_EQ(config.scanners.size(), 2u);
    EXPECT_EQ(config.scanners[0].name, "left");
    EXPECT_EQ(config.scanners[0].baud, 9600);
    EXPECT_EQ(config.scanners[0].suffix, "\r");
    EXPECT_EQ(config.scanners[1].path, "/dev/ttyS1");
    EXPECT_EQ(config.scanners[1].baud, 115200);
    EXPECT_EQ(config.scanners[1].suffix, "\r\n");
}

TEST(AgentConfig, AnUnknownKeyIsNamedWithItsPlaceAndTheNearestKnownOne) {
    const auto typo = agent_error("state_dir = \"/x\"\n  lisen = \"127.0.0.1:1\"\n");
    EXPECT_EQ(typo.code, ErrorCode::invalid_input);
    EXPECT_EQ(typo.where, "agent.toml:2:3");
    EXPECT_EQ(typo.what, "unknown key 'lisen'");
    EXPECT_EQ(typo.remedy, "did you mean 'listen'?");

    const auto nested = agent_error("[log]\nlevell = 5\n");
    EXPECT_EQ(nested.where, "agent.toml:2:1");
    EXPECT_EQ(nested.what, "unknown key 'levell' in [log]");
    EXPECT_EQ(nested.remedy, "did you mean 'level'?");

    const auto strange = agent_error("[log]\nzebra = 5\n");
    EXPECT_EQ(strange.remedy, "known here: file, level");
    EXPECT_EQ(agent_error("[scaners]\n").remedy, "did you mean 'scanners'?");
}

TEST(AgentConfig, AnUnknownKeyExplainsMoreThanTheMissingOne) {
    const auto error = agent_error("[[scanners]]\nnam = \"left\"\npath = \"/dev/ttyACM0\"\n");
    EXPECT_EQ(error.what, "unknown key 'nam' in [scanners]");
    EXPECT_EQ(error.remedy, "did you mean 'name'?");
}

TEST(AgentConfig, AWrongTypeIsNamed) {
    const auto number = agent_error("listen = 8780\n");
    EXPECT_EQ(number.where, "agent.toml:1:10");
    EXPECT_EQ(number.what, "'listen' must be a text in quotes, not a whole number");
    EXPECT_EQ(agent_error("[[scanners]]\nname = \"a\"\npath = \"/dev/x\"\nbaud = 9600.5\n").what,
              "'scanners.baud' must be a whole number, not a number with a fraction");
    EXPECT_EQ(agent_error("log = \"debug\"\n").what, "'log' must be a table, as in [log], not a text");
    EXPECT_EQ(agent_error("[scanners]\nname = \"x\"\n").what,
              "'scanners' must be a list of tables, as in [[scanners]], not a table");
}

struct BadValue {
    const char* text;
    const char* what;
};

TEST(AgentConfig, AValueOutOfRangeIsNamed) {
    for (const auto& [text, what] : {
             BadValue{"listen = \"localhost:80\"\n", "'listen' must be an address and a port"},
             BadValue{"listen = \"127.0.0.1:65536\"\n", "'listen' must be an address and a port"},
             BadValue{"listen = \"::1:80\"\n", "'listen' must be an address and a port"},
             BadValue{"listen = \"[127.0.0.1]:80\"\n", "'listen' must be an address and a port"},
             BadValue{"state_dir = \"\"\n", "'state_dir' must be a path"},
             BadValue{"screen_dir = \"a\\u0000b\"\n", "'screen_dir' must be a path"},
             BadValue{"[log]\nlevel = \"loud\"\n", "'log.level' must be \"debug\""},
             BadValue{"[register]\nid = \"R 1\"\n", "'register.id' must be 1 to 64 characters"},
             BadValue{"[[scanners]]\nname = \"a\"\n", "'scanners.path' is missing"},
             BadValue{"[[scanners]]\nname = \"a\"\npath = \"ttyS0\"\n", "'scanners.path' must be the absolute path"},
             BadValue{"[[scanners]]\nname = \"a\"\npath = \"/dev/x\"\nbaud = 9601\n", "'scanners.baud' is no usual speed"},
             BadValue{"[[scanners]]\nname = \"a\"\npath = \"/dev/x\"\nsuffix = \";\"\n", "'scanners.suffix' must be"},
             BadValue{"[[scanners]]\nname = \"a\"\npath = \"/dev/x\"\n[[scanners]]\nname = \"a\"\npath = \"/dev/y\"\n",
                      "'scanners.name' is used twice"},
             BadValue{"[[scanners]]\nname = \"a\"\npath = \"/dev/x\"\n[[scanners]]\nname = \"b\"\npath = \"/dev/x\"\n",
                      "'scanners.path' is used twice"},
         }) {
        const auto error = agent_error(text);
        EXPECT_EQ(error.code, ErrorCode::invalid_input) << text;
        EXPECT_TRUE(error.what.starts_with(what)) << text << ": " << error.what;
        EXPECT_TRUE(error.where.starts_with("agent.toml:")) << text << ": " << error.where;
        EXPECT_FALSE(error.remedy.empty()) << text;
    }
}

TEST(AgentConfig, TheNumberOfScannersIsBounded) {
    std::string text;
    for (int i = 0; i < 17; ++i) {
        const auto n = std::to_string(i);
        text += "[[scanners]]\nname = \"s" + n + "\"\npath = \"/dev/s" + n + "\"\n";
    }
    EXPECT_EQ(agent_error(text).what, "'scanners' has 17 entries");
}

TEST(AgentConfig, BrokenTomlIsNamedByPlace) {
    for (const char* text : {"state_dir = \n", "a = 1\na = 2\n", "[log\n", "x = \"\xff\"\n"}) {
        const auto error = agent_error(text);
        EXPECT_EQ(error.code, ErrorCode::invalid_input) << text;
        EXPECT_TRUE(error.where.starts_with("agent.toml:")) << error.where;
        EXPECT_TRUE(error.what.starts_with("not valid TOML: ")) << error.what;
    }
    std::string deep = "x = ";
    for (int i = 0; i < 5000; ++i)
        deep += '[';
    EXPECT_EQ(agent_error(deep).code, ErrorCode::invalid_input);
}

TEST(HubConfig, DefaultsAndSettings) {
    const auto defaults = parse_hub_config("", "hub.toml").value();
    EXPECT_EQ(defaults.listen, (ListenAddress{"127.0.0.1", 8790}));
    EXPECT_EQ(defaults.zmq.ops, "tcp://127.0.0.1:8791");
    EXPECT_EQ(defaults.zmq.feed, "tcp://127.0.0.1:8792");
    const auto config = parse_hub_config(
                            "public_host = \"hq.example\"\n[zmq]\nops = \"tcp://*:1000\"\nfeed = "
                            "\"tcp://[::]:1001\"\n[log]\nlevel = \"error\"\n",
                            "hub.toml")
                            .value();
    EXPECT_EQ(config.public_host, "hq.example");
    EXPECT_EQ(config.zmq.ops, "tcp://*:1000");
    EXPECT_EQ(config.zmq.feed, "tcp://[::]:1001");
    EXPECT_EQ(config.log.level, LogLevel::error);
}

TEST(HubConfig, BadEndpointsAreNamed) {
    EXPECT_TRUE(
        parse_hub_config("[zmq]\nops = \"ipc:///tmp/x\"\n", "hub.toml").error().what.starts_with("'zmq.ops' must be a TCP"));
    EXPECT_TRUE(
        parse_hub_config("[zmq]\nops = \"tcp://hq:1\"\n", "hub.toml").error().what.starts_with("'zmq.ops' must be a TCP"));
    const auto same = parse_hub_config("[zmq]\nfeed = \"tcp://127.0.0.1:8791\"\n", "hub.toml").error();
    EXPECT_EQ(same.what, "'zmq.feed' is the endpoint of 'zmq.ops', too");
    const auto nowhere = parse_hub_config("[zmq]\nops = \"tcp://*:1000\"\n", "hub.toml").error();
    EXPECT_EQ(nowhere.what, "'zmq.ops' is on all interfaces, so devices cannot be told where it is");
    EXPECT_TRUE(parse_hub_config("public_host = \"hq.example:80\"\n", "hub.toml")
                    .error()
                    .what.starts_with("'public_host' must be a host name"));
    EXPECT_EQ(parse_hub_config("scanners = []\n", "hub.toml").error().what, "unknown key 'scanners'")
        << "the agent's, not the hub's";
}

TEST(Config, IsLoadedFromAFileWhosePathIsInTheError) {
    test_support::TemporaryFolder folder;
    const auto path = folder.file("agent.toml");
    EXPECT_EQ(load_agent_config(path).error().code, ErrorCode::not_found);
    ASSERT_TRUE(write_file_durably(path, as_bytes("listen = \"127.0.0.1:99\"\n"), 0644));
    EXPECT_EQ(load_agent_config(path).value().listen.port, 99);
    EXPECT_EQ(load_hub_config(path).value().listen.port, 99);
    ASSERT_TRUE(write_file_durably(path, as_bytes("nonsense = 1\n"), 0644));
    EXPECT_EQ(load_agent_config(path).error().where, path + ":1:1");
}

}  // namespace
}  // namespace counterfoil::platform
