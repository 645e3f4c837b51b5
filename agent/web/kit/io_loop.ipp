// Private to http_kit's .cpp files.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "web/kit/io_loop.hpp"

namespace counterfoil::http_kit {

struct IoLoop::Impl {
    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
    boost::asio::signal_set signals{context};
};

}  // namespace counterfoil::http_kit
