// Ordinary work of a company: browsing, updaters, chat, scheduled jobs, developer tools, builds; look-ups are cached as
// clients cache them. None of it reaches a serverless platform from anything but a browser.
// Thread rule: one thread.
#pragma once

#include "simulate/story.h"

namespace quarry::simulate {

// The most events that a background may have; the story is held in memory.
inline constexpr size_t kMostBackgroundEvents = 2'000'000;

// Adds hosts to the story and tells exactly `events` events of them, within the 24 hours from `start` on.
// REQUIRES: `events` <= kMostBackgroundEvents.
void TellBackground(Story& story, int64_t start, size_t events);

}  // namespace quarry::simulate
