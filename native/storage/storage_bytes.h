// A storage as the bytes of a compound file.
#pragma once

#include <objidl.h>
#include <windows.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace mapi_msg {

// What the storage holds now, committed or not. It may be of any implementation.
HRESULT CopyToBytes(IStorage& storage, std::shared_ptr<const std::vector<std::uint8_t>>* bytes);

// Adds to the storage all that a compound file holds, and makes it of the same class.
HRESULT FillFromBytes(IStorage& storage, std::shared_ptr<const std::vector<std::uint8_t>> bytes);

// All that is in `lockBytes`.
HRESULT ReadLockBytes(ILockBytes& lockBytes, std::vector<std::uint8_t>* bytes);

}  // namespace mapi_msg
