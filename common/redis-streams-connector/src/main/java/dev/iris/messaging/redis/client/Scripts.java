package dev.iris.messaging.redis.client;

/**
 * What has to be decided and done by Redis in one step. Every script works on its KEYS only, so
 * that it runs in a cluster too.
 */
final class Scripts {

  /**
   * Keeps the leases that are still ours and answers with their ids. A plain {@code XCLAIM} would
   * steal back what another consumer took over in the meantime.
   *
   * <p>ARGV: group, consumer, idle time to set, delivery count to set or -1, ids.
   */
  static final String HOLD =
      """
      local held = {}
      for i = 5, #ARGV do
        local row = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1)[1]
        if row and row[2] == ARGV[2] then held[#held + 1] = ARGV[i] end
      end
      if #held > 0 then
        local claim = {'XCLAIM', KEYS[1], ARGV[1], ARGV[2], '0'}
        for _, id in ipairs(held) do claim[#claim + 1] = id end
        claim[#claim + 1] = 'IDLE'
        claim[#claim + 1] = ARGV[3]
        if ARGV[4] ~= '-1' then
          claim[#claim + 1] = 'RETRYCOUNT'
          claim[#claim + 1] = ARGV[4]
        end
        claim[#claim + 1] = 'JUSTID'
        redis.call(unpack(claim))
      end
      return held
      """;

  /**
   * Moves an entry to another stream, once: whoever's acknowledgement counts adds the copy.
   *
   * <p>KEYS: stream, dead-letter stream. ARGV: group, id, max length or 0, then fields and values.
   */
  static final String DEAD_LETTER =
      """
      if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
      local add = {'XADD', KEYS[2]}
      if ARGV[3] ~= '0' then
        add[#add + 1] = 'MAXLEN'
        add[#add + 1] = '~'
        add[#add + 1] = ARGV[3]
      end
      add[#add + 1] = '*'
      for i = 4, #ARGV do add[#add + 1] = ARGV[i] end
      redis.call(unpack(add))
      return 1
      """;

  /**
   * Removes the consumers that hold nothing and were not seen for long. Looking and deleting must
   * be one step: deleting a consumer that has just come back would lose what it was given.
   *
   * <p>ARGV: group, the consumer to keep, idle time in milliseconds.
   */
  static final String REMOVE_IDLE_CONSUMERS =
      """
      local removed = {}
      for _, row in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
        local consumer = {}
        for i = 1, #row, 2 do consumer[row[i]] = row[i + 1] end
        if consumer['name'] ~= ARGV[2] and consumer['pending'] == 0 and consumer['idle'] >= tonumber(ARGV[3]) then
          redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer['name'])
          removed[#removed + 1] = consumer['name']
        end
      end
      return removed
      """;

  private Scripts() {}
}
