// Node.js buffers for what operations give.
#pragma once

#include <cstdint>
#include <vector>

#include "binding/napi_setup.h"
#include "mapi/apartment.h"
#include "mapi/property_value.h"

namespace mapi_msg {

// Makes the buffers of one operation's result. They are copies: Electron forbids buffers over foreign memory.
// To copy many megabytes, into memory that is new to the process, would keep JavaScript and with it a window
// waiting, so all but the first few are copied on the session thread, before anybody is given the result.
class Buffers {
  public:
    explicit Buffers(Napi::Env env) : env_(env) {}

    Napi::Env Env() const { return env_; }
    // JavaScript thread. `bytes` must stay as they are until all are filled, and `Keep` be called after the
    // last.
    Napi::Value Make(const Bytes& bytes);
    // Whether Fill has nothing to do.
    bool AreFilled() const { return copies_.empty(); }

    // JavaScript thread: keeps what has the buffers in it alive, until it is taken.
    void Keep(Napi::Object value);
    Napi::Value Take();

    // Any thread. Leaves them as they are once the thread is to stop: the environment's memory goes away
    // then.
    void Fill(const Apartment& thread) const;

  private:
    struct Copy {
        std::uint8_t* target;
        const Bytes* source;
    };

    const Napi::Env env_;
    std::size_t copied_ = 0;
    std::vector<Copy> copies_;
    Napi::ObjectReference kept_;
};

}  // namespace mapi_msg
