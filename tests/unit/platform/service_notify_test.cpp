#include "platform/service_notify.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "support/temporary_folder.hpp"

namespace counterfoil::platform {
namespace {

class ServiceNotifyTest : public testing::Test {
protected:
    ~ServiceNotifyTest() override {
        unsetenv("NOTIFY_SOCKET");
        unsetenv("WATCHDOG_USEC");
        unsetenv("WATCHDOG_PID");
        if (socket_ >= 0) close(socket_);
    }
    /// Listens as systemd does; `name` begins with '/' or '@'.
    void listen_on(const std::string& name) {
        socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        name.copy(address.sun_path, sizeof address.sun_path - 1);
        if (name[0] == '@') address.sun_path[0] = '\0';
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
        ASSERT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), length), 0);
        setenv("NOTIFY_SOCKET", name.c_str(), 1);
    }
    std::string received() const {
        char buffer[100];
        const auto got = recv(socket_, buffer, sizeof buffer, MSG_DONTWAIT);
        return got < 0 ? "nothing" : std::string(buffer, static_cast<std::size_t>(got));
    }
    test_support::TemporaryFolder folder_;
    int socket_ = -1;
};

TEST_F(ServiceNotifyTest, NobodyListensWithoutTheVariable) {
    unsetenv("NOTIFY_SOCKET");
    EXPECT_FALSE(notify_service_manager(kServiceReady).value());
}

TEST_F(ServiceNotifyTest, SendsOneDatagramToAPath) {
    listen_on(folder_.file("notify"));
    EXPECT_TRUE(notify_service_manager(kServiceReady).value());
    EXPECT_EQ(received(), "READY=1");
    EXPECT_TRUE(notify_service_manager(kServiceStopping).value());
    EXPECT_EQ(received(), "STOPPING=1");
}

TEST_F(ServiceNotifyTest, SendsToAnAbstractName) {
    listen_on("@counterfoil-test-" + std::to_string(getpid()));
    EXPECT_TRUE(notify_service_manager(kServiceAlive).value());
    EXPECT_EQ(received(), "WATCHDOG=1");
}

TEST_F(ServiceNotifyTest, ASocketThatIsGoneOrNoneIsAnError) {
    setenv("NOTIFY_SOCKET", folder_.file("gone").c_str(), 1);
    EXPECT_FALSE(notify_service_manager(kServiceReady));
    setenv("NOTIFY_SOCKET", "relative", 1);
    EXPECT_EQ(notify_service_manager(kServiceReady).error().code, ErrorCode::invalid_input);
    setenv("NOTIFY_SOCKET", ("/" + std::string(200, 'x')).c_str(), 1);
    EXPECT_EQ(notify_service_manager(kServiceReady).error().code, ErrorCode::invalid_input);
}

TEST_F(ServiceNotifyTest, TheWatchdogIsForThisProcessOnly) {
    EXPECT_FALSE(watchdog_interval());
    setenv("WATCHDOG_USEC", "2000000", 1);
    EXPECT_EQ(watchdog_interval(), Millis{2000});
    setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
    EXPECT_EQ(watchdog_interval(), Millis{2000});
    setenv("WATCHDOG_PID", "1", 1);
    EXPECT_FALSE(watchdog_interval());
    unsetenv("WATCHDOG_PID");
    setenv("WATCHDOG_USEC", "2s", 1);
    EXPECT_FALSE(watchdog_interval());
}

}  // namespace
}  // namespace counterfoil::platform
