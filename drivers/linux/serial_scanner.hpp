// A scanner on a serial line, read by a thread of its own: unplugged and plugged in again as often as people like.
//
// A lost device is looked for at once when its path's folder changes and else by timer (50 ms, doubling to 2 s). A partial
// scan is dropped with the device. Whatever keeps the device from being opened is reported once, not with every try.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "base/log.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "linux/path_watch.hpp"
#include "linux/serial_port.hpp"
#include "scan/device_change.hpp"
#include "scan/scan_event.hpp"
#include "scan/serial_framer.hpp"

namespace counterfoil::drivers_linux {

struct SerialScannerConfig {
    std::string name = {};  ///< becomes ScanEvent::source
    std::string path = {};
    int baud = 9600;
    bool rts = true;
    std::string suffix = {};
    Millis inter_byte_timeout{80};
};

class SerialScanner {
public:
    /// Both run on the scanner's thread. They must return soon (hand over to a bounded queue), must not throw and must not
    /// call stop().
    using OnScan = std::function<void(scan::ScanEvent)>;
    using OnDeviceChange = std::function<void(const scan::DeviceChange&)>;

    /// Starts the thread; an absent device is no error, on_device_change tells of it. invalid_input with the field's name
    /// for a bad configuration, io where the system gives no thread or descriptor. `clock` and `log` must outlive the
    /// scanner.
    static Result<std::unique_ptr<SerialScanner>> start(SerialScannerConfig config, const Clock& clock, Log& log,
                                                        OnScan on_scan, OnDeviceChange on_device_change);

    SerialScanner(const SerialScanner&) = delete;
    SerialScanner& operator=(const SerialScanner&) = delete;
    ~SerialScanner();

    /// Ends the thread and closes the line. Returns once a running callback has returned; nothing is called after that. May
    /// be called twice, by the owning thread only.
    void stop();

private:
    enum class Next { go_on, stop };

    SerialScanner(SerialScannerConfig config, const Clock& clock, Log& log, OnScan on_scan, OnDeviceChange on_device_change,
                  FileDescriptor wake);
    void run();
    bool try_open();
    bool arm_watch();
    Next wait_for_device();
    Next serve_line();
    bool take_bytes(bool hung_up);
    void deliver(const scan::Frame& frame);
    void lose_line(const std::string& reason);
    void report_absence(const Error& error);
    void schedule_retry(Millis delay);
    void announce(bool attached, std::string reason, std::string remedy);

    SerialScannerConfig config_;
    const Clock& clock_;
    Log& log_;
    OnScan on_scan_;
    OnDeviceChange on_device_change_;
    FileDescriptor wake_;
    std::thread thread_;

    // Of the scanner's thread only.
    scan::SerialFramer framer_;
    std::optional<SerialPort> port_;
    std::optional<PathWatch> watch_;
    bool watch_failure_told_ = false;
    Millis retry_delay_;
    Tick retry_at_;
    Tick attached_at_;
    bool heard_something_ = false;
    std::optional<ErrorCode> failing_with_;
    int failures_alike_ = 0;
    std::optional<ErrorCode> reported_;
};

}  // namespace counterfoil::drivers_linux
