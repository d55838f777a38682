/**
 * The one way to write on the bus. All or nothing:
 * refuses when the lease's token is not ours (FENCED) or when another commit came between (CONFLICT), then acknowledges inputs,
 * saves state, outbox and rows, and appends events, each with the next number of the global sequence as its stream id.
 *
 * KEYS: 1 lease, 2 sequence, 3 state, 4 outbox, 5 rows, 6.. streams
 * ARGV: token, commit number, group, then counted lists (the count is of arguments, 1,000 at a time go into one command):
 *   acks: how many streams, and for each its key index and a list of ids; events: how many, and for each stream key index, max stream length, type, json;
 *   lists of state (field, json), outbox puts (id, json), outbox deletes (id), rows (json)
 */
export const COMMIT_SCRIPT = `
local call = redis.call
if call('HGET', KEYS[1], 'token') ~= ARGV[1] then return redis.error_reply('FENCED lease lost') end
local commits = tonumber(call('HGET', KEYS[3], 'commits') or '0')
if commits ~= tonumber(ARGV[2]) then return redis.error_reply('CONFLICT expected commit ' .. ARGV[2] .. ' found ' .. commits) end
local at = 4
local function count() at = at + 1 return tonumber(ARGV[at - 1]) end
local function list(command, key, group)
  local past = count() + at
  while at < past do
    local to = math.min(at + 1000, past) - 1
    if group then call(command, key, group, unpack(ARGV, at, to)) else call(command, key, unpack(ARGV, at, to)) end
    at = to + 1
  end
end
for _ = 1, count() do list('XACK', KEYS[count()], ARGV[3]) end
local last, events = 0, count()
if events > 0 then last = call('INCRBY', KEYS[2], events) end
for i = 1, events do
  call('XADD', KEYS[tonumber(ARGV[at])], 'MAXLEN', '~', ARGV[at + 1], (last - events + i) .. '-0', 'type', ARGV[at + 2], 'd', ARGV[at + 3])
  at = at + 4
end
list('HSET', KEYS[3])
list('HSET', KEYS[4])
list('HDEL', KEYS[4])
list('RPUSH', KEYS[5])
call('HSET', KEYS[3], 'commits', commits + 1)
return last
`;

/** Takes the lease when it is free or expired: a new, higher token. Returns the token, or nil with the holder's remaining ms. */
export const ACQUIRE_SCRIPT = `
if redis.call('EXISTS', KEYS[1]) == 1 then return {0, redis.call('PTTL', KEYS[1])} end
local token = redis.call('INCR', KEYS[1] .. ':fence')
redis.call('HSET', KEYS[1], 'token', token, 'instance', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {token, 0}
`;

/** Prolongs the lease if it is still ours: 1, else 0. */
export const RENEW_SCRIPT = `
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`;

/** Gives the lease back if it is still ours. */
export const RELEASE_SCRIPT = `
if redis.call('HGET', KEYS[1], 'token') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
`;

/**
 * How far a group is behind, per stream (KEYS): XINFO GROUPS of the group (ARGV), the stream's length, entries ever added, and its last id; nil without
 * such a group.
 */
export const LAG_SCRIPT = `
local function named(flat) local t = {} for i = 1, #flat, 2 do t[flat[i]] = flat[i + 1] end return t end
local told = {}
for i, key in ipairs(KEYS) do
  told[i] = false
  for _, flat in ipairs(redis.call('XINFO', 'GROUPS', key)) do
    if named(flat)['name'] == ARGV[1] then
      local stream = named(redis.call('XINFO', 'STREAM', key))
      told[i] = {flat, stream['length'], stream['entries-added'] or 0, stream['last-generated-id']}
    end
  end
end
return told
`;
